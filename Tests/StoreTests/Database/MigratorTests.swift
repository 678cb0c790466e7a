import Foundation
import GRDB
import Store
import TestSupport
import Testing

@Suite final class MigratorTests {
  private let folder: URL
  private let database: URL

  init() throws {
    folder = try Scratch.folder()
    database = folder.appending(path: "a.sqlite")
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  private func write(_ migrations: [String: String]) throws -> URL {
    let place = folder.appending(path: "m-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for (name, sql) in migrations {
      try Data(sql.utf8).write(to: place.appending(path: "\(name).sql"))
    }
    return place
  }

  private func tables() throws -> [String] {
    try DatabaseQueue(path: database.path).read {
      try String.fetchAll(
        $0, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    }
  }

  private func open(_ migrations: [String: String]) throws {
    try Store(path: database, migrations: write(migrations)).close()
  }

  private let first = ["0001_a": "CREATE TABLE a (x INTEGER) STRICT;"]

  @Test func appliesInOrderWhatIsMissing() throws {
    try open(first)
    try open(first.merging(["0002_b": "CREATE TABLE b AS SELECT * FROM a;"]) { $1 })
    #expect(try tables() == ["a", "b", "migrations"])
    try open(first.merging(["0002_b": "CREATE TABLE b AS SELECT * FROM a;"]) { $1 })
  }

  @Test func whoOnlyLooksChangesNothing() throws {
    try open(first)
    let both = try write(first.merging(["0002_b": "CREATE TABLE b (x INTEGER) STRICT;"]) { $1 })
    #expect(throws: StoreError.migrationMissing(name: "0002_b")) {
      try Store(path: database, migrations: both, migrates: false)
    }
    #expect(try tables() == ["a", "migrations"])
    try Store(path: database, migrations: both).close()
    try Store(path: database, migrations: both, migrates: false).close()
  }

  @Test func anEditedMigrationIsRefused() throws {
    try open(first)
    do {
      try open(["0001_a": "CREATE TABLE a (y INTEGER) STRICT;"])
      Issue.record("an edited migration was taken")
    } catch StoreError.migrationEdited(let name, let applied, let found) {
      #expect(name == "0001_a" && applied != found)
    }
  }

  @Test func aNewerDatabaseIsRefused() throws {
    try open(first.merging(["0002_b": "CREATE TABLE b (x INTEGER) STRICT;"]) { $1 })
    #expect(throws: StoreError.migrationUnknown(name: "0002_b")) { try open(first) }
  }

  @Test func aNumberIsTakenOnce() throws {
    #expect(throws: StoreError.migrationNumbering(name: "0001_b", after: 1)) {
      try open(first.merging(["0001_b": "SELECT 1;"]) { $1 })
    }
    #expect(throws: StoreError.migrationNumbering(name: "12_c", after: 1)) {
      try open(first.merging(["12_c": "SELECT 1;"]) { $1 })
    }
  }

  @Test func aFailingMigrationLeavesTheFileAsItWas() throws {
    try open(first)
    let bad = "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"
    do {
      try open(first.merging(["0002_b": bad]) { $1 })
      Issue.record("a failing migration was taken")
    } catch StoreError.migrationFailed(let name, let message) {
      #expect(name == "0002_b" && message.contains("nowhere"))
    }
    #expect(try tables() == ["a", "migrations"])
    // Once it is right, it is applied.
    try open(first.merging(["0002_b": "CREATE TABLE b (x INTEGER) STRICT;"]) { $1 })
    #expect(try tables() == ["a", "b", "migrations"])
  }

  @Test func aMigrationThatBreaksReferencesIsUndone() throws {
    let sql = """
      CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE c (p INTEGER REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED) STRICT;
      INSERT INTO c VALUES (7);
      """
    #expect(throws: StoreError.self) { try open(["0001_a": sql]) }
    #expect(try tables() == ["migrations"])
  }
}
