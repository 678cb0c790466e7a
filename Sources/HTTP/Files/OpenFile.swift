import Glibc
import HTTPTypes

/// A regular file open for reading, closed when the last holder lets go.
package final class OpenFile: Sendable {
  package let descriptor: Int32
  /// Length in bytes when it was opened.
  package let size: Int64
  /// Time of the last change, nanoseconds since 1970.
  package let modified: Int64
  /// The file's number on its device; with size and time it names one version of the content.
  let inode: UInt64
  /// The strong entity tag of this version: inode, size and time of change.
  let entityTag: String
  /// The value of `Last-Modified`.
  let lastModified: String

  /// Opens `path`; `nil` if there is no such regular file. Throws ``HTTPError`` 503 while the
  /// process or the system can open no more, and ``ServerError`` for what else keeps a file that is
  /// there from being read.
  package init?(path: String) throws {
    // O_NONBLOCK: opening a FIFO must not block; it is refused below as not regular.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    var status = stat()
    guard descriptor >= 0 else {
      switch errno {
      // ENXIO: a socket.
      case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, ENXIO: return nil
      case EMFILE, ENFILE, ENOMEM:
        throw HTTPError(.serviceUnavailable, "The server can open no more files for now.")
      case let number: throw ServerError.system(call: "open \(path)", errno: number)
      }
    }
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
    // Made once, as they go into every answer.
    let parts = [inode, UInt64(size), UInt64(bitPattern: modified)]
    entityTag = "\"" + parts.map { String($0, radix: 16) }.joined(separator: "-") + "\""
    lastModified = HTTPDate.text(modified / 1_000_000_000)
  }

  /// Opens `path` below `root`, an absolute path without links (see `realpath`); `nil` also if a
  /// link on the way leads out of the root. `path` is a checked one (``Request/path``), without its
  /// leading slash.
  package convenience init?(below root: String, path: String) throws {
    try self.init(path: root + "/" + path)
    // Asked of the descriptor, so that no one can change a link between check and use.
    guard let place = Self.place(of: descriptor), place.hasPrefix(root == "/" ? root : root + "/")
    else { return nil }
  }

  deinit {
    close(descriptor)
  }

  /// True if both are the same version of the same file.
  func isSameVersion(as other: OpenFile) -> Bool {
    inode == other.inode && size == other.size && modified == other.modified
  }

  /// The whole content; `nil` if it cannot be read or was cut meanwhile.
  func contents() -> [UInt8]? {
    let size = Int(size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
        guard read > 0 else { return }
        count += read
      }
    }
    return bytes.count == size ? bytes : nil
  }

  /// Where an open file is, all links resolved.
  private static func place(of descriptor: Int32) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      return readlink("/proc/self/fd/\(descriptor)", base, bytes.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}
