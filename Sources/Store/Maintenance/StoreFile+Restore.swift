package import Foundation
import GRDB
import Glibc

/// A file that no database can be restored from.
package struct UnusableBackup: Error, Hashable {
  package var path: String
  package var reason: String
}

extension StoreFile {
  /// Puts a copy of a backup in the place of this database, which no service may have. A crash
  /// leaves the one or the other, whole.
  ///
  /// What SQLite keeps beside a database goes with it: the log of another one, replayed into the
  /// backup, would destroy it.
  ///
  /// - Parameters:
  ///   - migrations: the folder of `NNNN_what_it_does.sql`, all of which the backup may have.
  ///   - replaces: whether a database that is there is moved aside; else it is an error, EEXIST.
  /// - Returns: where the database is that was there, if there was one.
  @discardableResult
  package func restore(from backup: URL, migrations: URL, replaces: Bool) throws -> URL? {
    let isThere = FileManager.default.fileExists(atPath: path.path)
    if isThere, !replaces {
      throw StoreError.file(operation: "create", path: path.path, code: EEXIST)
    }
    let part = path.appendingPathExtension("part")
    defer { Self.remove(part, beside: ["", "-wal", "-shm", "-journal"]) }
    Self.remove(part, beside: ["", "-wal", "-shm", "-journal"])
    try Self.copy(backup, to: part)
    try Self.check(part, of: backup, migrations: Migration.load(folder: migrations))
    let aside = isThere ? try moveAside() : nil
    Self.remove(path, beside: ["-wal", "-shm", "-journal"])
    try DurableFile.publish(part, as: path)
    return aside
  }

  private static func copy(_ backup: URL, to part: URL) throws {
    let log = backup.path + "-wal"
    if let bytes = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int, bytes > 0
    {
      throw UnusableBackup(
        path: backup.path,
        reason: "\(log) holds a part of it: make a copy with `staircase backup` first")
    }
    let handle = open(backup.path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else {
      throw StoreError.file(operation: "open", path: backup.path, code: errno)
    }
    defer { close(handle) }
    let copy = open(part.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard copy >= 0 else {
      throw StoreError.file(operation: "create", path: part.path, code: errno)
    }
    defer { close(copy) }
    var piece = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(handle, &piece, piece.count)
      guard count >= 0 else {
        throw StoreError.file(operation: "open", path: backup.path, code: errno)
      }
      if count == 0 { return }
      let written = Glibc.write(copy, piece, count)
      guard written == count else {
        // Less of it is written only where there is no room for the rest.
        let code = written < 0 ? errno : ENOSPC
        throw StoreError.file(operation: "write", path: part.path, code: code)
      }
    }
  }

  /// Throws unless `part` is a whole database of this version of the program or of an older one.
  private static func check(_ part: URL, of backup: URL, migrations: [Migration]) throws {
    do {
      let queue = try DatabaseQueue(path: part.path)
      try queue.inDatabase { db in
        let damage = try String.fetchAll(db, sql: "PRAGMA quick_check(1)").filter { $0 != "ok" }
        if let damage = damage.first { throw UnusableBackup(path: backup.path, reason: damage) }
        let applied = try db.tableExists("migrations") ? Migrator.applied(db) : []
        if applied.isEmpty {
          throw UnusableBackup(path: backup.path, reason: "it is no database of a service")
        }
        _ = try Migrator(migrations: migrations).missing(applied)
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw UnusableBackup(path: backup.path, reason: error.message ?? "\(error.resultCode)")
    }
  }

  /// Gives the present database a second name, under which it stays when the first is another's.
  private func moveAside() throws -> URL {
    // What its log holds goes into it, if it is sound; else the log is kept beside it.
    try? mergeLog()
    let aside = Self.free(path.appendingPathExtension("replaced"))
    for end in ["-wal", "-journal"] {
      let file = path.path + end
      if rename(file, aside.path + end) != 0, errno != ENOENT {
        throw StoreError.file(operation: "rename", path: file, code: errno)
      }
    }
    guard link(path.path, aside.path) == 0 else {
      throw StoreError.file(operation: "link", path: aside.path, code: errno)
    }
    return aside
  }

  private func mergeLog() throws {
    let queue = try DatabaseQueue(path: path.path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }

  /// The name itself, or with the first number at its end that no file has.
  private static func free(_ file: URL) -> URL {
    let names = sequence(first: 1) { $0 + 1 }.lazy
      .map { $0 == 1 ? file : file.appendingPathExtension("\($0)") }
    return names.first { !FileManager.default.fileExists(atPath: $0.path) } ?? file
  }

  private static func remove(_ file: URL, beside ends: [String]) {
    for end in ends { unlink(file.path + end) }
  }
}
