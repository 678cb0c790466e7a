import Experiments
import Foundation
import GRDB
import Store
import TestSupport
import Testing

@Suite struct StoreFileTests {
  private let fixture: StoreFixture
  private let artifacts: ArtifactStore
  private let run: String

  init() throws {
    fixture = try StoreFixture()
    artifacts = ArtifactStore(
      folder: fixture.folder.appending(path: "artifacts"), store: fixture.store)
    run = try fixture.makeRun().id
    let id = run
    _ = try fixture.store.write { transaction in
      try transaction.log(metrics: (0..<100).map { .make("loss", $0, 1) }, run: id)
    }
  }

  private var file: StoreFile { StoreFile(fixture.file) }
  private var artifactFolder: URL { fixture.folder.appending(path: "artifacts") }

  @discardableResult
  private func put(_ path: String, _ text: String) throws -> URL {
    let sink = try artifacts.create(run: run, path: path)
    try sink.write(Data(text.utf8))
    _ = try sink.commit()
    return try artifacts.find(run: run, path: path).file
  }

  /// A file that no row refers to, from so long ago that none is coming.
  private func leaveOver(_ text: String, in folder: URL) throws {
    let file = folder.appending(path: "left-over")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    let date = Date(timeIntervalSinceNow: -2 * 3600)
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file.path)
  }

  private func kinds(content: Bool = false) throws -> [StoreFinding.Kind] {
    try file.check(artifacts: artifactFolder, content: content).map(\.kind)
  }

  @Test func aBackupIsTheDatabaseOfOneMomentWhileItIsWritten() throws {
    let copy = fixture.folder.appending(path: "copy.sqlite")
    let id = run
    let writer = Thread { [store = fixture.store] in
      for step in 100..<400 {
        _ = try? store.write { try $0.log(metrics: [.make("loss", step, 1)], run: id) }
      }
    }
    writer.start()
    let bytes = try file.backup(to: copy)
    let store = try Store(path: copy, migrations: Checkout.migrations)
    let series = try store.read { try $0.metricSeries(run: id, maxPoints: 1000) }
    let steps = try #require(series.first).points.map(\.step)
    #expect(bytes > 0 && steps.count >= 100 && steps == Array(0..<steps.count))
    try store.close()
    #expect(
      try StoreFile(copy).check(artifacts: artifactFolder, content: true).isEmpty)
    #expect(throws: StoreError.file(operation: "create", path: copy.path, code: EEXIST)) {
      try file.backup(to: copy)
    }
  }

  @Test func aHealthyFolderHasNoFindings() throws {
    try put("a.txt", "a")
    _ = try fixture.makeJob()
    #expect(try kinds(content: true).isEmpty)
  }

  @Test func aDamagedDatabaseIsSeen() throws {
    try fixture.store.close()
    let handle = try FileHandle(forUpdating: fixture.file)
    // The page of an index: rows that the table has and the index has not.
    let root: Int = try #require(
      try fixture.sql("SELECT rootpage FROM sqlite_schema WHERE name = 'runs_by_status'")
        .first?["rootpage"])
    try handle.seek(toOffset: UInt64(root - 1) * 4096 + 3)
    try handle.write(contentsOf: Data([0, 0]))
    try handle.close()
    let kinds = try kinds()
    #expect(!kinds.isEmpty && kinds.allSatisfy { $0 == .damage })
  }

  @Test func aTableThatCannotBeReadIsSeen() throws {
    try fixture.store.close()
    let root: Int = try #require(
      try fixture.sql("SELECT rootpage FROM sqlite_schema WHERE name = 'metric_points'")
        .first?["rootpage"])
    let handle = try FileHandle(forUpdating: fixture.file)
    try handle.seek(toOffset: UInt64(root - 1) * 4096)
    try handle.write(contentsOf: Data(repeating: 0xff, count: 4096))
    try handle.close()
    let kinds = try kinds()
    #expect(kinds.contains(.damage) || kinds.contains(.damagedDatabase))
  }

  @Test func aFileThatIsNoDatabaseIsAFindingBesideTheOthers() throws {
    try fixture.store.close()
    try Data(String(repeating: "no database ", count: 1000).utf8).write(to: fixture.file)
    let findings = try file.check(artifacts: artifactFolder, content: false)
    #expect(findings.map(\.kind) == [.damagedDatabase])
    #expect(findings.first?.place == "staircase.sqlite")
  }

  @Test func aBackupThatCannotBeWrittenSaysWhy() {
    let place = fixture.folder.appending(path: "missing/copy.sqlite")
    #expect(throws: StoreError.file(operation: "create", path: place.path, code: ENOENT)) {
      try file.backup(to: place)
    }
  }

  @Test func rowsWithoutTheOnesTheyReferToAreSeen() throws {
    try fixture.sql("DELETE FROM runs", foreignKeys: false)
    #expect(try kinds().contains(.reference))
  }

  @Test func countsThatAreWrongAreSeen() throws {
    try fixture.sql("UPDATE latest_metrics SET points = points + 1")
    let findings = try file.check(artifacts: artifactFolder, content: false)
    #expect(findings.map(\.kind) == [.count])
    #expect(findings.first?.detail.contains("101 kept, 100 found") == true)
  }

  @Test(arguments: [("latest_metrics", 100), ("queue_blocks", 1)])
  func countsThatAreMissingAreSeen(table: String, count: Int) throws {
    _ = try fixture.makeJob()
    try fixture.sql("DELETE FROM \(table)")
    let findings = try file.check(artifacts: artifactFolder, content: false)
    #expect(findings.map(\.kind) == [.count] && findings.map(\.place) == [table])
    #expect(findings.first?.detail.hasSuffix("0 kept, \(count) found") == true)
  }

  @Test func filesThatAreGoneChangedOrNeedlessAreSeen() throws {
    let gone = try put("gone.txt", "gone")
    let cut = try put("cut.txt", "short")
    let other = try put("other.txt", "right")
    try FileManager.default.removeItem(at: gone)
    try Data("s".utf8).write(to: cut)
    try Data("wrong".utf8).write(to: other)
    try leaveOver("x", in: artifactFolder.appending(path: run))
    #expect(
      try kinds().sorted { $0.rawValue < $1.rawValue } == [
        .changedFile, .missingFile, .orphanFile,
      ])
    #expect(try kinds(content: true).count { $0 == .changedFile } == 2)
  }

  @Test func needlessFilesAreRemovedAndUploadsUnderWayAreNot() throws {
    let kept = try put("kept.txt", "kept")
    let folder = artifactFolder.appending(path: Identifier.run())
    try leaveOver("12345", in: folder)
    let upload = try artifacts.create(run: run, path: "coming")
    try upload.write(Data("half".utf8))
    // It has its name, and its row is about to be written.
    let complete = artifactFolder.appending(path: "\(run)/complete")
    try Data("whole".utf8).write(to: complete)
    let removed = try file.removeOrphans(in: artifactFolder)
    #expect(removed.files == 1 && removed.bytes == 5)
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    #expect(FileManager.default.fileExists(atPath: kept.path))
    #expect(FileManager.default.fileExists(atPath: complete.path))
    _ = try upload.commit()
    #expect(try kinds().isEmpty)
  }

  @Test func vacuumGivesRoomBack() throws {
    let id = run
    try fixture.store.write { transaction in
      try transaction.log(metrics: (0..<100_000).map { .make("big", $0, 1) }, run: id)
      try transaction.deleteRun(id: id, now: StoreFixture.noon)
    }
    _ = try fixture.store.purge(
      deletedBefore: StoreFixture.noon.addingTimeInterval(1), artifacts: artifacts)
    try fixture.store.close()
    let before = try Data(contentsOf: fixture.file).count
    try file.vacuum()
    #expect(try Data(contentsOf: fixture.file).count < before / 2)
    #expect(try kinds().isEmpty)
  }

  /// A database that was killed with commits in its log, and a backup of it from before them.
  private func killed() throws -> (StoreFile, backup: URL) {
    let backup = fixture.folder.appending(path: "backup.sqlite")
    try file.backup(to: backup)
    _ = try fixture.makeRun("later")
    // As a kill leaves it: the file and its log, which nobody has merged.
    let place = fixture.folder.appending(path: "killed.sqlite")
    for end in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: fixture.file.path + end, toPath: place.path + end)
    }
    return (StoreFile(place), backup)
  }

  private func names(_ database: URL) throws -> [String] {
    let store = try Store(path: database, migrations: Checkout.migrations)
    defer { try? store.close() }
    return try store.read { try $0.runs(RunQuery()).items.map(\.name) }
  }

  @Test func aBackupIsRestoredWithoutTheLogOfTheDatabaseBefore() throws {
    let (killed, backup) = try killed()
    let before = try killed.restore(
      from: backup, migrations: Checkout.migrations, replaces: true)
    #expect(try killed.check(artifacts: artifactFolder, content: false).isEmpty)
    #expect(try names(killed.path) == ["run"])
    #expect(try Set(names(#require(before))) == ["run", "later"])
    // Again: what was moved aside is not lost. An empty log holds no part of the backup.
    try Data().write(to: URL(filePath: backup.path + "-wal"))
    let second = try killed.restore(
      from: backup, migrations: Checkout.migrations, replaces: true)
    #expect(second != nil && second != before)
  }

  @Test func aDatabaseIsNotReplacedUnasked() throws {
    let (killed, backup) = try killed()
    #expect(throws: StoreError.file(operation: "create", path: killed.path.path, code: EEXIST)) {
      try killed.restore(from: backup, migrations: Checkout.migrations, replaces: false)
    }
    #expect(try Set(names(killed.path)) == ["run", "later"])
  }

  @Test func whatIsNoBackupIsRefusedAndChangesNothing() throws {
    let (killed, backup) = try killed()
    func restore(_ backup: URL) throws {
      try killed.restore(from: backup, migrations: Checkout.migrations, replaces: true)
    }
    let text = fixture.folder.appending(path: "text")
    try Data(String(repeating: "no database ", count: 1000).utf8).write(to: text)
    #expect(throws: UnusableBackup.self) { try restore(text) }
    let cut = fixture.folder.appending(path: "cut.sqlite")
    try Data(contentsOf: backup).dropLast(20_000).write(to: cut)
    #expect(throws: UnusableBackup.self) { try restore(cut) }
    let live = fixture.file
    #expect(throws: UnusableBackup.self) { try restore(live) }
    let missing = fixture.folder.appending(path: "missing")
    #expect(throws: StoreError.file(operation: "open", path: missing.path, code: ENOENT)) {
      try restore(missing)
    }
    let folder = fixture.folder
    #expect(throws: StoreError.file(operation: "open", path: folder.path, code: EISDIR)) {
      try restore(folder)
    }
    let queue = try DatabaseQueue(path: backup.path)
    try queue.write {
      try $0.execute(
        sql: "UPDATE migrations SET number = 9999, name = 'x'"
          + " WHERE number = (SELECT max(number) FROM migrations)")
    }
    try queue.close()
    #expect(throws: StoreError.migrationUnknown(name: "x")) { try restore(backup) }
    #expect(try Set(names(killed.path)) == ["run", "later"])
    let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
    #expect(!left.contains { $0.contains(".part") || $0.contains(".replaced") })
  }
}
