import Experiments
import Foundation
import GRDB
import Store
import TestSupport
import Testing

/// Databases of released versions, brought to the newest schema.
@Suite final class UpgradeTests {
  private let folder: URL
  private let database: URL

  init() throws {
    folder = try Scratch.folder()
    database = folder.appending(path: "staircase.sqlite")
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// The newest migration of each version that can be upgraded.
  static let versions = (try? Migration.load(folder: Checkout.migrations))?.dropLast().map(\.number)

  /// A database as the version whose newest migration is `number` left it.
  private func release(_ number: Int) throws {
    let old = folder.appending(path: "Migrations")
    try FileManager.default.createDirectory(at: old, withIntermediateDirectories: true)
    for migration in try Migration.load(folder: Checkout.migrations)
    where migration.number <= number {
      try Data(migration.sql.utf8).write(to: old.appending(path: "\(migration.name).sql"))
    }
    try Store(path: database, migrations: old).close()
    try DatabaseQueue(path: database.path).write {
      try $0.execute(sql: ReleasedRows.sql(number))
    }
  }

  @Test(arguments: versions ?? [])
  func everyRowOfEveryVersionIsKept(_ number: Int) throws {
    try release(number)
    let before = try tables()
    #expect(before.filter { $0.value.isEmpty }.map(\.key) == [])
    try Store(path: database, migrations: Checkout.migrations).close()
    let after = try tables()
    for (table, rows) in before where table != "migrations" {
      // Columns that came later are not of interest.
      let kept = after[table]?.map { row in row.filter { rows.first?[$0.key] != nil } }
      #expect(kept == rows, "\(table)")
    }
    let findings = try StoreFile(database).check(
      artifacts: folder.appending(path: "artifacts"), content: false)
    #expect(findings.map(\.kind) == [.missingFile])
  }

  @Test(arguments: versions?.filter { $0 >= 3 } ?? [])
  func theJobsOfEveryVersionGoOn(_ number: Int) throws {
    try release(number)
    let store = try Store(path: database, migrations: Checkout.migrations)

    let jobs = try StoreFixture.jobs(of: store).items
    #expect(jobs.map(\.state) == [.blocked, .queued, .queued, .running, .succeeded])
    #expect(jobs.map(\.queuePosition) == [nil, 1, 2, nil, nil])
    #expect(jobs.allSatisfy { $0.spec.needs.threads == 1 && $0.spec.notBefore == nil })
    let run = try store.read { try $0.run(id: ReleasedRows.run) }
    #expect(run.parameters == ["epochs": "4"] && run.tags == ["good": "yes"])
    let series = try store.read { try $0.metricSeries(run: run.id, maxPoints: 10) }
    #expect(series.first?.points.map(\.step) == [10, 20])
    #expect(try store.read { try $0.stepSizeSeries(run: run.id, maxPoints: 10) }.count == 1)
    // Without step sizes of least error, and without an offset.
    #expect(
      try store.read { try $0.histogramPage(run: run.id) }.items == [
        Histogram(
          quantizer: "stem.weight", step: 0, low: -1, high: 1, counts: [1, 2], stepSize: 0.25)
      ])
    #expect(try store.read { try $0.log(job: jobs[3].id) }.lines.map(\.text) == ["began"])
    if number >= 5 {
      let study = try store.read { try $0.study(id: ReleasedRows.study) }
      #expect(study.jobs == ["succeeded": 1] && study.table?.rows.count == 1)
    }

    // A worker that was training when the service was replaced goes on.
    let now = Timestamp.date(milliseconds: 2000)
    let held = try store.write { transaction in
      _ = try transaction.renew(
        job: jobs[3].id,
        Heartbeat(lease: ReleasedRows.lease, progress: nil, resumedFromStep: 0),
        leaseSeconds: 30, now: now)
      return try transaction.heldJob(id: jobs[3].id, token: ReleasedRows.lease)
    }
    try store.write {
      try $0.end(held, .success, now: now)
    }
    #expect(try store.read { try $0.job(id: jobs[0].id) }.queuePosition == 3)
    try store.close()
  }

  @Test func aMigrationThatFailsLeavesTheRowsAsTheyWere() throws {
    try release(3)
    let before = try dump()
    let all = folder.appending(path: "broken")
    try FileManager.default.copyItem(at: Checkout.migrations, to: all)
    let next = try #require(Migration.load(folder: all).first { $0.number > 3 })
    let broken = "DELETE FROM metric_points; \(next.sql); INSERT INTO nowhere VALUES (1);"
    try Data(broken.utf8).write(to: all.appending(path: "\(next.name).sql"))
    #expect(throws: StoreError.self) { try Store(path: database, migrations: all) }
    #expect(try dump() == before)
  }

  /// Every row of every table.
  private func tables() throws -> [String: [[String: DatabaseValue]]] {
    try DatabaseQueue(path: database.path).read { db in
      let names = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      return try Dictionary(
        uniqueKeysWithValues: names.map { name in
          let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(name)")
          return (name, rows.map { Dictionary(uniqueKeysWithValues: $0.map { ($0, $1) }) })
        })
    }
  }

  /// Every schema entry and every row, as text.
  private func dump() throws -> [String] {
    try DatabaseQueue(path: database.path).read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
      let schema = try String.fetchAll(
        db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
      let rows = try tables.flatMap { table in
        try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
      }
      return schema + rows
    }
  }
}
