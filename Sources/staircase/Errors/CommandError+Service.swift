import API
import Foundation
import Glibc
import HTTP
import Store

extension CommandError {
  /// Why a service did not start, and what to do about it.
  init(starting error: any Error, host: String, port: UInt16, data: URL) {
    switch error {
    case let error as CommandError: self = error
    // There are no tokens yet, so whoever reaches the service could do everything.
    case ServiceError.noTokens:
      self.init(
        description: """
          others than this machine's programs would reach the service at \(host), and it has no \
          token to keep strangers out. Make one first, and keep what it prints:
            staircase token create --role write --data \(data.relativePath)
          """)
    case ServerError.system(_, EADDRINUSE):
      self.init(
        description: """
          another program listens on \(host), port \(port): choose another with --port, or 0 for any
          """)
    case ServerError.system(let call, let code):
      self.init(description: "\(call): \(String(cString: strerror(code)))")
    default:
      guard let known = CommandError(data: error, of: data) else {
        self.init(description: "\(error)")
        return
      }
      self = known
    }
  }

  /// What is the matter with a data folder; nil for an error of another kind.
  init?(data error: any Error, of folder: URL) {
    switch error {
    case StoreError.folderInUse(_, let pid):
      self.init(
        description: """
          another service\(pid.map { " (process \($0))" } ?? "") uses the folder \(folder.path): \
          stop it, or choose another with --data
          """)
    case StoreError.migrationUnknown(let name):
      self.init(
        description: """
          the database in \(folder.path) was written by a newer version (migration \(name)): \
          use that one, or another --data folder
          """)
    case StoreError.migrationEdited(let name, _, _):
      self.init(
        description: """
          the database in \(folder.path) was made with another version of migration \(name): \
          use another --data folder
          """)
    case StoreError.migrationMissing(let name):
      self.init(
        description: """
          the service on \(folder.path) is of an older version, whose database lacks migration \(name): \
          use that version, or stop the service first
          """)
    case StoreError.migrationFailed(let name, let message):
      self.init(
        description: """
          the database in \(folder.path) cannot be brought up to date, and is as it was: migration \
          \(name) failed: \(message)
          """)
    default: self.init(file: error)
    }
  }
}
