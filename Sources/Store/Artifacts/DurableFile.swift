import Foundation
import Glibc
import Synchronization

/// A file that is written aside, and appears under its name whole and on disk, or not at all.
final class DurableFile: Sendable {
  private let folder: URL
  private let temporary: URL
  /// -1 when it is closed.
  private let descriptor: Mutex<Int32>

  init(in folder: URL) throws {
    self.folder = folder
    temporary = folder.appending(path: ".\(UUID().uuidString).part")
    let opened = open(temporary.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw Self.error("open", temporary) }
    descriptor = Mutex(opened)
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    try descriptor.withLock { descriptor in
      var rest = bytes
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          throw Self.error("write", temporary)
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
  }

  /// Returns when the content is on disk.
  func sync() throws {
    try descriptor.withLock { descriptor in
      guard fsync(descriptor) == 0 else { throw Self.error("fsync", temporary) }
    }
  }

  /// Gives the file its name, after `sync`.
  func publish(as name: String) throws {
    try descriptor.withLock { descriptor in
      close(descriptor)
      descriptor = -1
      let target = folder.appending(path: name)
      guard rename(temporary.path, target.path) == 0 else { throw Self.error("rename", target) }
    }
    try Self.sync(folder: folder)
  }

  /// Puts a file that others wrote on disk, and gives it its name in the same folder.
  static func publish(_ file: URL, as target: URL) throws {
    let handle = open(file.path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw error("open", file) }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw error("fsync", file) }
    guard rename(file.path, target.path) == 0 else { throw error("rename", target) }
    try sync(folder: target.deletingLastPathComponent())
  }

  /// A name is part of its folder, and needs the folder on disk.
  static func sync(folder: URL) throws {
    let handle = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw Self.error("open", folder) }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw Self.error("fsync", folder) }
  }

  /// Removes the file if it has not got its name.
  func discard() {
    descriptor.withLock { descriptor in
      guard descriptor >= 0 else { return }
      close(descriptor)
      descriptor = -1
      unlink(temporary.path)
    }
  }

  private static func error(_ operation: String, _ file: URL) -> StoreError {
    .file(operation: operation, path: file.path, code: errno)
  }
}
