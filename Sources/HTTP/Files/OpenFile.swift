import Glibc

/// A regular file open for reading, closed when the last holder lets go.
package final class OpenFile: Sendable {
  package let descriptor: Int32
  /// Length in bytes when it was opened.
  package let size: Int64
  /// Time of the last change, nanoseconds since 1970.
  package let modified: Int64
  /// The file's number on its device; with size and time it names one version of the content.
  package let inode: UInt64

  /// Opens `path`; `nil` if there is no such regular file or it may not be read.
  package init?(path: String) {
    // O_NONBLOCK: opening a FIFO must not block; it is refused below as not regular.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    var status = stat()
    guard descriptor >= 0 else { return nil }
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      Glibc.close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
  }

  deinit {
    Glibc.close(descriptor)
  }
}
