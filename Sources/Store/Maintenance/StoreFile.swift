package import Foundation
import GRDB

/// A database as a file, for those who look after it, also while a service uses it. It is read as
/// it is: nothing is migrated.
package struct StoreFile: Sendable {
  package var path: URL

  package init(_ path: URL) {
    self.path = path
  }

  /// Copies the database as of one moment into a new file, which is whole once this returns and
  /// absent if it throws. A service that writes meanwhile does not wait, and is not waited for.
  /// Returns the size of the copy.
  ///
  /// Throws `.file` with EEXIST if there is a file already.
  @discardableResult
  package func backup(to file: URL) throws -> Int {
    guard !FileManager.default.fileExists(atPath: file.path) else {
      throw StoreError.file(operation: "create", path: file.path, code: EEXIST)
    }
    let part = file.appendingPathExtension("part")
    try? FileManager.default.removeItem(at: part)
    // SQLite would not say why it cannot.
    let made = open(part.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard made >= 0 else {
      throw StoreError.file(operation: "create", path: file.path, code: errno)
    }
    close(made)
    defer { try? FileManager.default.removeItem(at: part) }
    try read { source in
      let copy = try DatabaseQueue(path: part.path)
      do {
        try copy.writeWithoutTransaction { try source.backup(to: $0) }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
        // Of the copy, not of what is read.
        throw StoreError.file(operation: "write", path: file.path, code: ENOSPC)
      }
      try copy.close()
    }
    try DurableFile.publish(part, as: file)
    return try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
  }

  /// Gives the room of removed rows back to the file system. Needs as much room again while it
  /// works, and that no service has the database.
  package func vacuum() throws {
    try StoreError.translating(path.path) {
      let queue = try DatabaseQueue(path: path.path)
      try queue.vacuum()
      // The new pages are in the log until then.
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try queue.close()
    }
  }

  /// Reads on a connection of its own, which writes nothing.
  func read<T>(_ body: (Database) throws -> T) throws -> T {
    guard FileManager.default.fileExists(atPath: path.path) else {
      throw StoreError.file(operation: "open", path: path.path, code: ENOENT)
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    return try StoreError.translating(path.path) {
      try DatabaseQueue(path: path.path, configuration: configuration).read { try body($0) }
    }
  }
}
