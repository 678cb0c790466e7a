package import Foundation
import Glibc

/// The folder in which a service keeps everything, held by one service at a time.
///
///     staircase.sqlite   the database
///     artifacts/         <run id>/<sha256>: the files of runs
///     workers/           <worker id>.log, and <worker id>.work: what workers spool
///     worker-token       by which the workers of a service are known to it
///     lock               held while a service runs; has its process id
package final class DataFolder: Sendable {
  package let url: URL
  private let lock: Int32

  package var database: URL { Self.database(in: url) }
  package var artifacts: URL { Self.artifacts(in: url) }

  /// Where the database of a folder is.
  package static func database(in folder: URL) -> URL { folder.appending(path: "staircase.sqlite") }

  /// Where the files of a folder's runs are.
  package static func artifacts(in folder: URL) -> URL {
    folder.appending(path: "artifacts", directoryHint: .isDirectory)
  }

  /// Where the logs of a folder's worker processes are, and what they spool.
  package static func workers(in folder: URL) -> URL {
    folder.appending(path: "workers", directoryHint: .isDirectory)
  }

  /// Makes the folder if it is new, and takes hold of it. Throws `.folderInUse` if another service
  /// has it.
  ///
  /// A new one is its owner's alone: what a token is asked for over HTTP, others of the machine shall
  /// not read from the files.
  package init(_ url: URL) throws {
    self.url = url
    let files = FileManager.default
    if !files.fileExists(atPath: url.path) {
      try files.createDirectory(at: url, withIntermediateDirectories: true)
      // Where the file system has no permissions, it has none.
      chmod(url.path, 0o700)
    }
    for part in [Self.artifacts(in: url), Self.workers(in: url)] {
      try files.createDirectory(at: part, withIntermediateDirectories: true)
    }
    lock = try Self.lock(url.appending(path: "lock").path)
  }

  /// Lets go of the folder.
  deinit {
    close(lock)
  }

  /// A lock of the kernel's: it goes with the process, however that ends.
  private static func lock(_ path: String) throws -> Int32 {
    // Close on exec, so that workers that outlive the service do not hold its folder.
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw StoreError.file(operation: "create", path: path, code: errno) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let holder = try? String(contentsOfFile: path, encoding: .utf8)
      close(file)
      let pid = holder.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      throw StoreError.folderInUse(path: path, pid: pid)
    }
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(file, 0) == 0, pwrite(file, text, text.count, 0) == text.count else {
      let code = errno
      close(file)
      throw StoreError.file(operation: "write", path: path, code: code)
    }
    return file
  }
}
