package import Foundation

/// Replaces files so that a crash at any moment leaves either the old file or the whole new one.
package enum AtomicFile {
  /// Writes `parts`, one after the other, as `file`: to a temporary file beside it, which reaches
  /// the disk before it takes the name, as the name does before this returns.
  package static func write(_ parts: [Data], to file: URL) throws {
    let path = file.path
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(temporary) }
    do {
      defer { close(descriptor) }
      for part in parts { try write(part, to: descriptor, path: temporary) }
      guard fsync(descriptor) == 0 else { throw failure(temporary) }
      guard rename(temporary, path) == 0 else { throw failure(path) }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronize(folder: file.deletingLastPathComponent().path)
  }

  private static func write(_ part: Data, to descriptor: Int32, path: String) throws {
    try part.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0 && errno == EINTR { continue }
        guard count >= 0 else { throw failure(path) }
        rest = rest.dropFirst(count)
      }
    }
  }

  /// A new name is on disk when its folder is.
  private static func synchronize(folder: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(folder) }
  }

  private static func failure(_ path: String) -> DataError {
    .unwritable(path: path, code: errno)
  }
}
