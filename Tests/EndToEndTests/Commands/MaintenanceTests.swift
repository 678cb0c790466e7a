import Client
import Experiments
import Foundation
import Store
import TestSupport
import Testing

/// The commands that look after a data folder while its service runs.
@Suite(.timeLimit(.minutes(5)))
struct MaintenanceTests {
  @Test("A running service is backed up, checked and purged")
  func commands() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let client = service.client
    let kept = try await client.createRun(RunRequest(name: "kept"))
    let gone = try await client.createRun(RunRequest(name: "gone"))
    let point = MetricPoint(key: "loss", step: 1, value: 0.5, time: Date())
    try await client.log([point], run: kept.id)
    try await client.delete(run: gone.id)

    let copy = try Scratch.folder().appending(path: "staircase.sqlite")
    let data = service.folder.path
    #expect(try await Self.staircase("backup", copy.path, "--data", data).status == 0)
    let again = try await Self.staircase("backup", copy.path, "--data", data)
    #expect(again.status != 0 && again.text.contains("File exists"), "\(again.text)")
    #expect(try await Self.staircase("check", "--content", "--data", data).text == "ok\n")
    let tooYoung = try await Self.staircase("purge", "--days", "1", "--dry-run", "--data", data)
    #expect(tooYoung.text == "0 runs\n")
    let never = try await Self.staircase("purge", "--days", "1e300", "--data", data)
    #expect(never.status == 64 && never.text.contains("not between 0 and"), "\(never.text)")
    let vacuum = try await Self.staircase("purge", "--vacuum", "--data", data)
    #expect(vacuum.status != 0 && vacuum.text.contains("stop it first"), "\(vacuum.text)")
    let purged = try await Self.staircase("purge", "--days", "0", "--data", data)
    #expect(purged.text.hasPrefix("1 runs"), "\(purged.text)")
    await #expect(throws: ClientError.self) { try await client.run(gone.id) }
    #expect(try await client.run(kept.id).latest["loss"]?.value == 0.5)

    // The copy is a database that a service starts from, with what was deleted after it.
    let second = try await LiveService.start(
      folder: copy.deletingLastPathComponent(), workers: 0)
    defer { second.end() }
    do {
      _ = try await second.client.run(gone.id)
      Issue.record("a deleted run is shown")
    } catch let error as ClientError {
      #expect(error.description.contains("was deleted"), "\(error)")
    }
  }

  @Test(
    "A database of a newer version is left alone, and called that",
    arguments: [["serve", "--port", "0", "--workers", "0"], ["token", "list"], ["purge"]])
  func newerVersion(_ command: [String]) async throws {
    let folder = try Scratch.folder()
    let newer = try Scratch.folder().appending(path: "Migrations")
    try FileManager.default.copyItem(at: Checkout.migrations, to: newer)
    try Data("CREATE TABLE later (a INTEGER) STRICT".utf8)
      .write(to: newer.appending(path: "9999_later.sql"))
    try Store(path: DataFolder.database(in: folder), migrations: newer).close()
    let run = try await ProgramRun.of(command + ["--data", folder.path])
    #expect(run.status == 1)
    #expect(
      run.errors.contains("was written by a newer version (migration 9999_later)"), "\(run)")
  }

  @Test(
    "A file that is no database is named, with what to do about it",
    arguments: [["serve", "--port", "0", "--workers", "0"], ["token", "list"], ["purge"]])
  func noDatabase(_ command: [String]) async throws {
    let folder = try Scratch.folder()
    let file = DataFolder.database(in: folder)
    try Data(String(repeating: "no database ", count: 1000).utf8).write(to: file)
    let run = try await ProgramRun.of(command + ["--data", folder.path])
    #expect(run.status == 66)
    #expect(run.errors.contains("\(file.path): file is not a database"), "\(run)")
    #expect(run.errors.contains("`staircase restore`"), "\(run)")
  }

  @Test("A backup is restored after a kill, but not under a service")
  func restoring() async throws {
    let service = try await LiveService.start(workers: 0)
    let kept = try await service.client.createRun(RunRequest(name: "kept"))
    let copy = try Scratch.folder().appending(path: "copy.sqlite").path
    let data = service.folder.path
    #expect(try await Self.staircase("backup", copy, "--data", data).status == 0)
    let later = try await service.client.createRun(RunRequest(name: "later"))
    let held = try await Self.staircase("restore", copy, "--force", "--data", data)
    #expect(held.status == 1 && held.text.contains("stop it first"), "\(held.text)")
    service.end(SIGKILL)

    let there = try await Self.staircase("restore", copy, "--data", data)
    #expect(there.status == 73 && there.text.contains("--force"), "\(there.text)")
    let none = try await Self.staircase("restore", "/etc/hostname", "--force", "--data", data)
    #expect(none.status == 66 && none.text.contains("is no backup to restore"), "\(none.text)")
    let restored = try await Self.staircase("restore", copy, "--force", "--data", data)
    #expect(restored.status == 0, "\(restored.text)")
    #expect(restored.text.contains("staircase.sqlite.replaced"), "\(restored.text)")
    #expect(try await Self.staircase("check", "--data", data).text == "ok\n")

    let second = try await LiveService.start(folder: service.folder, workers: 0)
    defer { second.end() }
    #expect(try await second.client.run(kept.id).name == "kept")
    await #expect(throws: ClientError.self) { try await second.client.run(later.id) }
  }

  @Test("What is damaged is told, and is an error")
  func damage() async throws {
    let service = try await LiveService.start(workers: 0)
    let run = try await service.client.createRun(RunRequest(name: "r"))
    let file = try Scratch.folder().appending(path: "a.txt")
    try Data("a".utf8).write(to: file)
    try await service.client.upload(file: file, run: run.id, path: "a.txt")
    service.end()
    let artifacts = service.folder.appending(path: "artifacts")
    try FileManager.default.removeItem(at: artifacts.appending(path: run.id))
    let check = try await Self.staircase("check", "--data", service.folder.path)
    #expect(check.status == 1 && check.text.contains("missing-file"), "\(check.text)")
    let json = try await Self.staircase("check", "--json", "--data", service.folder.path)
    #expect(json.text.hasPrefix(#"{"detail":"#), "\(json.text)")
    let nothing = try await Self.staircase("check", "--data", "/nowhere")
    #expect(
      nothing.status != 0 && nothing.text.contains("no database in /nowhere"), "\(nothing.text)")
  }

  /// Runs the program to its end. Returns its exit status and all that it wrote.
  private static func staircase(
    _ arguments: String...
  ) async throws -> (status: Int32, text: String) {
    let run = try await ProgramRun.of(arguments)
    return (run.status, run.output + run.errors)
  }
}
