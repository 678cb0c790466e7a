import Experiments
import Foundation
import Store
import Testing

@Suite struct ArtifactStoreTests {
  private let fixture: StoreFixture
  private let artifacts: ArtifactStore
  private let run: String

  init() throws {
    fixture = try StoreFixture()
    artifacts = ArtifactStore(
      folder: fixture.folder.appending(path: "artifacts"), store: fixture.store,
      clock: { StoreFixture.noon })
    run = try fixture.makeRun().id
  }

  @discardableResult
  private func put(_ path: String, _ text: String, run: String? = nil, lease: String? = nil) throws
    -> Artifact
  {
    let sink = try artifacts.create(run: run ?? self.run, path: path, lease: lease)
    for byte in text.utf8 { try sink.write([byte]) }
    return try sink.commit()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: artifacts.find(run: run, path: path).file, encoding: .utf8)
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: fixture.folder.appending(path: "artifacts/\(run)").path)
  }

  @Test func whatWasPutIsFound() throws {
    let artifact = try put("notes/a.txt", "hello")
    #expect(artifact.bytes == 5 && artifact.createdAt == StoreFixture.noon)
    #expect(
      artifact.sha256 == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
    #expect(try text("notes/a.txt") == "hello")
    #expect(try artifacts.list(run: run) == [artifact])
  }

  @Test func aFolderThatCannotBeMadeIsTroubleOfTheDisk() throws {
    try Data().write(to: fixture.folder.appending(path: "artifacts"))
    let path = fixture.folder.appending(path: "artifacts/\(run)").path
    #expect {
      try put("a", "one")
    } throws: { error in
      if case StoreError.file("mkdir", path, _) = error { true } else { false }
    }
  }

  @Test func aLaterContentTakesThePlace() throws {
    try put("a", "one")
    let old = try artifacts.find(run: run, path: "a").file
    let reader = try FileHandle(forReadingFrom: old)
    try put("a", "two")
    #expect(try text("a") == "two")
    #expect(try files().count == 1)
    // Who reads the old one reads it to its end.
    #expect(try reader.readToEnd() == Data("one".utf8))
  }

  @Test func oneThatIsReplacedBeforeItIsOpenIsLookedUpAgain() throws {
    try put("a", "one")
    var asked = 0
    let (artifact, text) = try artifacts.open(run: run, path: "a") { file in
      asked += 1
      if asked == 1 { try put("a", "three") }
      return try? String(contentsOf: file, encoding: .utf8)
    }
    #expect(text == "three" && artifact.bytes == 5 && asked == 2)
    #expect(throws: StoreError.artifactMissing(path: "a")) {
      try artifacts.open(run: run, path: "a") { _ in nil as String? }
    }
  }

  @Test func contentThatTwoPathsShareStaysUntilBothAreGone() throws {
    try put("a", "same")
    try put("b", "same")
    #expect(try files().count == 1)
    try artifacts.delete(run: run, path: "a")
    #expect(try text("b") == "same")
    try artifacts.delete(run: run, path: "b")
    #expect(try files().isEmpty)
    #expect(throws: StoreError.notFound(kind: "artifact", id: "b")) {
      try artifacts.find(run: run, path: "b")
    }
  }

  @Test func aConditionIsAskedAtOnceAndOfWhatIsThereAtTheCommit() throws {
    struct Taken: Error {}
    let onlyNew: ArtifactStore.Condition = { if $0 != nil { throw Taken() } }
    let sink = try artifacts.create(run: run, path: "a", if: onlyNew)
    try sink.write(Data("late".utf8))
    try put("a", "first")
    #expect(throws: Taken.self) { try sink.commit() }
    #expect(try text("a") == "first")
    #expect(try files().count == 1)
    #expect(throws: Taken.self) { try artifacts.create(run: run, path: "a", if: onlyNew) }
    #expect(throws: Taken.self) { try artifacts.delete(run: run, path: "a", if: onlyNew) }
    #expect(try text("a") == "first")
  }

  @Test func aSinkTellsWhetherItReplaced() throws {
    for isReplacement in [false, true] {
      let sink = try artifacts.create(run: run, path: "a")
      _ = try sink.commit()
      #expect(sink.isReplacement == isReplacement)
    }
  }

  @Test func nothingIsSeenBeforeTheCommit() throws {
    do {
      let sink = try artifacts.create(run: run, path: "a")
      try sink.write(Data("half".utf8))
      #expect(try artifacts.list(run: run).isEmpty)
    }
    #expect(try files().isEmpty)
    let sink = try artifacts.create(run: run, path: "a")
    sink.discard()
    #expect(try files().isEmpty)
  }

  @Test func onlyTheHolderOfTheLeaseWritesCheckpoints() throws {
    let job = try fixture.makeJob()
    let lease = try #require(try fixture.claim())
    let path = JobArtifact.lastCheckpoint
    try put(path, "1", run: job.runId, lease: lease.token)
    for other in [nil, "stale"] {
      #expect(throws: StoreError.leaseLost(job: job.id)) {
        try put(path, "2", run: job.runId, lease: other)
      }
    }
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try artifacts.delete(run: job.runId, path: path)
    }
    try put("notes.txt", "anyone may", run: job.runId)
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try put("notes.txt", "but for a stale worker", run: job.runId, lease: "stale")
    }
    let file = try artifacts.find(run: job.runId, path: path).file
    #expect(try String(contentsOf: file, encoding: .utf8) == "1")
    _ = try fixture.end(lease, .success)
    #expect(throws: StoreError.leaseLost(job: job.id)) {
      try put(path, "late", run: job.runId, lease: lease.token)
    }
    try artifacts.delete(run: job.runId, path: path)
  }

  @Test func theCheckpointBeforeTheLastIsKept() throws {
    // One that is sent again is no other.
    for text in ["1", "2", "3", "3"] { try put(JobArtifact.lastCheckpoint, text) }
    #expect(try text(JobArtifact.lastCheckpoint) == "3")
    #expect(try text(JobArtifact.previousCheckpoint) == "2")
    #expect(try files().count == 2)
  }

  @Test func noFileIsAFolderToo() throws {
    func isTaken(_ path: String, _ other: String) -> StoreError {
      .invalidArtifactPath(
        path: path, reason: "there is \"\(other)\", and no file is a folder too")
    }
    for path in ["a/b/c", "a.txt", "a0"] { try put(path, "x") }
    for (path, other) in [
      ("a", "a/b/c"), ("a/b", "a/b/c"), ("a/b/c/d", "a/b/c"), ("a.txt/e", "a.txt"),
    ] {
      #expect(throws: isTaken(path, other)) { try put(path, "y") }
    }
    // Two that come at once.
    let (file, below) = try (
      artifacts.create(run: run, path: "new"), artifacts.create(run: run, path: "new/file")
    )
    _ = try below.commit()
    #expect(throws: isTaken("new", "new/file")) { try file.commit() }
    #expect(try artifacts.list(run: run).count == 4)
  }

  @Test func runsThatAreNotThereTakeNothing() throws {
    #expect(throws: StoreError.notFound(kind: "run", id: "nope")) {
      try artifacts.create(run: "nope", path: "a")
    }
    try fixture.store.write { [run] in try $0.deleteRun(id: run, now: StoreFixture.noon) }
    #expect(throws: StoreError.runDeleted(id: run)) { try artifacts.create(run: run, path: "a") }
  }

  @Test func aRunThatIsPurgedUnderAnUploadIsNotThere() throws {
    let sink = try artifacts.create(run: run, path: "a")
    try sink.write(Data("late".utf8))
    try fixture.store.write { [run] in try $0.deleteRun(id: run, now: StoreFixture.noon) }
    let later = StoreFixture.noon.addingTimeInterval(1)
    #expect(try fixture.store.purge(deletedBefore: later, artifacts: artifacts) == [run])
    #expect(throws: StoreError.notFound(kind: "run", id: run)) { try sink.commit() }
  }
}
