import Foundation
import Glibc
import HTTP
import Store

/// Why a service did not start, and what to do about it.
enum ServiceNotStarted: Error, CustomStringConvertible {
  /// There are no tokens yet, so whoever reaches the address could do everything.
  case openAddress(host: String)
  case addressInUse(host: String, port: UInt16)
  case folderInUse(path: String, pid: Int?)
  case failed(reason: String)

  /// What an error of the service's parts means to the person who starts it.
  init(_ error: any Error, host: String, port: UInt16, data: URL) {
    self =
      switch error {
      case let error as ServiceNotStarted: error
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
      default: .failed(reason: "\(error)")
      }
  }

  var description: String {
    switch self {
    case .openAddress(let host):
      """
      --host \(host) is open to other machines, and this version has no tokens to keep strangers \
      out: listen on 127.0.0.1 and reach it through a tunnel, such as \
      ssh -L 8080:127.0.0.1:8080 MACHINE
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
