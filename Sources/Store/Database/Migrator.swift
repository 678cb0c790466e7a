import Experiments
import Foundation
import GRDB

/// Brings a database to the newest schema, one transaction a migration.
struct Migrator {
  var migrations: [Migration]

  /// Applies what is missing. Throws if the database and the files do not agree, or if a migration
  /// fails; that migration then has changed nothing.
  func migrate(_ pool: DatabasePool) throws {
    try pool.write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at INTEGER NOT NULL
          ) STRICT
          """)
    }
    for migration in try missing(pool) { try apply(migration, pool) }
  }

  /// Changes nothing. Throws `.migrationMissing` if `migrate` would apply one, and as that does if
  /// the database and the files do not agree.
  func check(_ pool: DatabasePool) throws {
    if let first = try missing(pool).first { throw StoreError.migrationMissing(name: first.name) }
  }

  private func missing(_ pool: DatabasePool) throws -> [Migration] {
    let applied = try pool.read { db in
      try db.tableExists("migrations")
        ? Row.fetchAll(db, sql: "SELECT number, name, sha256 FROM migrations ORDER BY number") : []
    }
    var missing = migrations
    for row in applied {
      let name: String = row["name"]
      guard let place = missing.firstIndex(where: { $0.number == row["number"] }) else {
        throw StoreError.migrationUnknown(name: name)
      }
      let checksum = missing.remove(at: place).checksum
      guard row["sha256"] == checksum else {
        throw StoreError.migrationEdited(name: name, applied: row["sha256"], found: checksum)
      }
    }
    return missing
  }

  private func apply(_ migration: Migration, _ pool: DatabasePool) throws {
    do {
      try pool.write { db in
        try db.execute(sql: migration.sql)
        try db.execute(
          sql: "INSERT INTO migrations (number, name, sha256, applied_at) VALUES (?, ?, ?, ?)",
          arguments: [
            migration.number, migration.name, migration.checksum, Timestamp.milliseconds(Date()),
          ])
        try db.checkForeignKeys()
      }
    } catch {
      throw StoreError.migrationFailed(name: migration.name, message: "\(error)")
    }
  }
}
