package import Foundation
import GRDB
import GRDBSQLite

/// The limit of the machine: SQLite alone, one prepared statement in a loop, one transaction.
package enum RawInsertBenchmark {
  /// Points a second into a table like `metric_points` in a new file.
  package static func pointsPerSecond(in file: URL, points: Int) throws -> Double {
    defer {
      for end in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: file.path + end)
      }
    }
    let queue = try DatabasePool(path: file.path)
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA synchronous = FULL;
          CREATE TABLE metric_points (run INTEGER NOT NULL, metric INTEGER NOT NULL,
            step INTEGER NOT NULL, time INTEGER NOT NULL, value REAL NOT NULL,
            is_nan INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (run, metric, step, time, value, is_nan)) STRICT, WITHOUT ROWID
          """)
      let owner = try db.makeStatement(sql: "INSERT INTO metric_points VALUES (?,?,?,?,?,?)")
      defer { withExtendedLifetime(owner) {} }
      let statement = owner.sqliteStatement
      let start = ContinuousClock.now
      try db.execute(sql: "BEGIN IMMEDIATE")
      for step in 0..<points {
        sqlite3_bind_int64(statement, 1, 1)
        sqlite3_bind_int64(statement, 2, 1)
        sqlite3_bind_int64(statement, 3, Int64(step))
        sqlite3_bind_int64(statement, 4, 1_795_500_000_000 + Int64(step))
        sqlite3_bind_double(statement, 5, 1 / Double(step + 1))
        sqlite3_bind_int64(statement, 6, 0)
        sqlite3_step(statement)
        sqlite3_reset(statement)
      }
      try db.execute(sql: "COMMIT")
      return Double(points) / (start.duration(to: .now) / .seconds(1))
    }
  }
}
