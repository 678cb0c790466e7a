import API
import Foundation
import Glibc
import HTTP
import Store

/// Why a service did not start, and what to do about it.
enum ServiceNotStarted: Error, CustomStringConvertible {
  /// There are no tokens yet, so whoever reaches the service could do everything.
  case noTokens(host: String, data: String)
  case addressInUse(host: String, port: UInt16)
  case folderInUse(path: String, pid: Int?)
  case failed(reason: String)

  /// What an error of the service's parts means to the person who starts it.
  init(_ error: any Error, host: String, port: UInt16, data: URL) {
    self =
      switch error {
      case let error as ServiceNotStarted: error
      case ServiceError.noTokens: .noTokens(host: host, data: data.relativePath)
      case ServerError.system(_, EADDRINUSE): .addressInUse(host: host, port: port)
      case ServerError.system(let call, let code):
        .failed(reason: "\(call): \(String(cString: strerror(code)))")
      case StoreError.folderInUse(_, let pid): .folderInUse(path: data.path, pid: pid)
      case StoreError.migrationUnknown(let name):
        .failed(
          reason: """
            the database in \(data.path) was written by a newer version (migration \(name)): \
            use that one, or another --data folder
            """)
      case StoreError.migrationEdited(let name, _, _):
        .failed(
          reason: """
            the database in \(data.path) was made with another version of migration \(name): \
            use another --data folder
            """)
      case StoreError.file(let operation, let path, let code):
        .failed(reason: "cannot \(operation) \(path): \(String(cString: strerror(code)))")
      default: .failed(reason: "\(error)")
      }
  }

  var description: String {
    switch self {
    case .noTokens(let host, let data):
      """
      others than this machine's programs would reach the service at \(host), and it has no token to \
      keep strangers out. Make one first, and keep what it prints:
        staircase token create --role write --data \(data)
      """
    case .addressInUse(let host, let port):
      "another program listens on \(host), port \(port): choose another with --port, or 0 for any"
    case .folderInUse(let path, let pid):
      """
      another service\(pid.map { " (process \($0))" } ?? "") uses the folder \(path): \
      stop it, or choose another with --data
      """
    case .failed(let reason): reason
    }
  }
}
