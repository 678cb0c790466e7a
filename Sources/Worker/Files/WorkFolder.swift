import Client
import Foundation
import Glibc

/// The folder in which a worker keeps the files of its jobs.
///
/// Held with a lock of the kernel's, which goes with the process however that ends: by it a service
/// knows the folders that workers left behind. Several workers may share a folder.
final class WorkFolder: Sendable {
  private let path: String
  private let descriptor: Int32

  /// Makes the folder if it is new. Throws `WorkerError.disk` if nothing can be made in it.
  init(_ url: URL) throws {
    path = url.path
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Self.probe(path)
      descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw FileError(path: path, code: errno, isOfReading: true)
      }
    } catch {
      throw FileError(error, path: path).map(WorkerError.disk) ?? error
    }
    // Where the file system has no locks, no service gets one either, and the folder stays.
    flock(descriptor, LOCK_SH | LOCK_NB)
  }

  /// Lets go of the folder.
  deinit {
    close(descriptor)
  }

  /// Removes it if it is empty, which it is but for what a full disk left.
  func remove() {
    rmdir(path)
  }

  private static func probe(_ path: String) throws {
    var name = Array("\(path)/probe-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw FileError(path: path, code: errno, isOfReading: false)
    }
    rmdir(name)
  }
}
