import Experiments
import Foundation
import GRDB

/// Brings a database to the newest schema, one transaction a migration.
struct Migrator {
  var migrations: [Migration]

  /// Applies what is missing. Throws if the database and the files do not agree, or if a migration
  /// fails; that migration then has changed nothing.
  func migrate(_ pool: DatabasePool) throws {
    let applied = try pool.write { db in
      try db.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at INTEGER NOT NULL
          ) STRICT
          """)
      return try Self.applied(db)
    }
    for migration in try missing(applied) { try apply(migration, pool) }
  }

  /// Changes nothing. Throws `.migrationMissing` if `migrate` would apply one, and as that does if
  /// the database and the files do not agree.
  func check(_ pool: DatabasePool) throws {
    let applied = try pool.read { try $0.tableExists("migrations") ? Self.applied($0) : [] }
    if let first = try missing(applied).first {
      throw StoreError.migrationMissing(name: first.name)
    }
  }

  /// The migrations that a database has.
  static func applied(_ db: Database) throws -> [Row] {
    try Row.fetchAll(db, sql: "SELECT number, name, sha256 FROM migrations ORDER BY number")
  }

  /// Those that a database with the `applied` ones lacks. Throws if it has one that is not known
  /// here.
  func missing(_ applied: [Row]) throws -> [Migration] {
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
