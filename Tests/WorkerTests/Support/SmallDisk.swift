import Foundation
import Glibc
import TestSupport

/// A file system of a few megabytes in memory, which can be filled and made read-only. Mounting one
/// needs root.
final class SmallDisk: Sendable {
  static let isAvailable = (try? SmallDisk(megabytes: 1)) != nil

  let url: URL

  struct NotMounted: Error {}

  init(megabytes: Int) throws {
    url = try Scratch.folder()
    guard mount("tmpfs", url.path, "tmpfs", 0, "size=\(megabytes)m") == 0 else {
      throw NotMounted()
    }
  }

  deinit {
    umount2(url.path, Int32(MNT_DETACH))
  }

  private var ballast: URL { url.appending(path: "ballast") }

  /// Leaves no room for anything.
  func fill() throws {
    let file = open(ballast.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw POSIXError(.EIO) }
    defer { close(file) }
    for size in [65_536, 4096, 1] {
      let bytes = [UInt8](repeating: 1, count: size)
      while write(file, bytes, size) == size {}
    }
  }

  /// Gives so much of that room back.
  func makeRoom(bytes: Int) throws {
    let size = try ballast.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    guard truncate(ballast.path, size - bytes) == 0 else { throw POSIXError(.EIO) }
  }

  /// Gives the room back that `fill` took.
  func clear() throws {
    try FileManager.default.removeItem(at: ballast)
  }

  func makeReadOnly() throws {
    let flags = UInt(MS_REMOUNT) | UInt(MS_RDONLY)
    guard mount("tmpfs", url.path, "tmpfs", flags, nil) == 0 else { throw NotMounted() }
  }
}
