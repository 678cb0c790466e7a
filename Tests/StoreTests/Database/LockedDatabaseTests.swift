import Experiments
import Foundation
import GRDB
import Store
import TestSupport
import Testing

/// Another program that holds the database.
@Suite struct LockedDatabaseTests {
  @Test func writesAreRefusedAfterAWhileAndReadsAreNot() throws {
    let folder = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "staircase.sqlite")
    let store = try Store(path: file, migrations: Checkout.migrations, busySeconds: 0.05)
    let run = try store.write { try $0.createRun(RunRequest(name: "r"), now: StoreFixture.noon) }
    let other = try DatabaseQueue(path: file.path)
    try other.writeWithoutTransaction { db in
      try db.beginTransaction(.immediate)
      #expect(throws: StoreError.busy(path: file.path)) {
        try store.write { try $0.log(metrics: [.make("a", 1, 1)], run: run.id) }
      }
      #expect(try store.read { try $0.run(id: run.id) }.name == "r")
      try db.commit()
    }
    _ = try store.write { try $0.log(metrics: [.make("a", 1, 1)], run: run.id) }
    #expect(try store.read { try $0.run(id: run.id) }.latest.keys.map(\.self) == ["a"])
    try store.close()
  }
}
