import Experiments
import Foundation
import GRDB
import Store
import TestSupport
import Testing

/// What SQLite refuses, as the store says it.
@Suite struct StoreErrorSQLiteTests {
  @Test func aFileThatIsNoDatabaseIsNamedByAllThatOpensIt() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "no database ", count: 1000)
    let file = try folder.write(text.utf8, as: "staircase.sqlite")
    let error = StoreError.damaged(path: file.path, reason: "file is not a database")
    for migrates in [true, false] {
      #expect(throws: error) {
        try Store(path: file, migrations: Checkout.migrations, migrates: migrates)
      }
    }
    #expect(throws: error) { try StoreFile(file).backup(to: folder.file("copy.sqlite")) }
    #expect(throws: error) { try StoreFile(file).vacuum() }
  }

  @Test func aTableThatCannotBeReadNamesTheFile() throws {
    let fixture = try StoreFixture()
    try fixture.store.close()
    let root: Int = try #require(
      try fixture.sql("SELECT rootpage FROM sqlite_schema WHERE name = 'tokens'")
        .first?["rootpage"])
    let handle = try FileHandle(forUpdating: fixture.file)
    try handle.seek(toOffset: UInt64(root - 1) * 4096)
    try handle.write(contentsOf: Data(repeating: 0xff, count: 4096))
    try handle.close()
    let store = try Store(path: fixture.file, migrations: Checkout.migrations)
    let error = StoreError.damaged(
      path: fixture.file.path, reason: "database disk image is malformed")
    #expect(throws: error) { try store.read { try $0.tokens() } }
    #expect(throws: error) { try store.write { try $0.revokeToken(id: 1) } }
    #expect(store.failedWrites == 1)
    try store.close()
  }

  @Test func aPlaceWhereNoDatabaseCanBeIsNamed() throws {
    let folder = try TemporaryFolder()
    #expect {
      try Store(path: folder.url, migrations: Checkout.migrations)
    } throws: { error in
      if case StoreError.unusable(folder.url.path, _) = error { true } else { false }
    }
  }
}
