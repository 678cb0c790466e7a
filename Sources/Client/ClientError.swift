package import Experiments
package import Foundation

/// Why a call to the service did not succeed.
package enum ClientError: Error {
  /// Nobody answered: the service is down, the address is wrong, or the network is.
  case unreachable(server: URL, reason: String)
  /// The service answered with an error.
  case refused(Problem)
  /// Something answered that is not this service, or not this version of it.
  case unexpected(server: URL, status: Int, detail: String)
  /// A file on this machine cannot be read or written.
  case file(FileError)

  /// The HTTP status, if there was an answer.
  package var status: Int? {
    switch self {
    case .refused(let problem): problem.status
    case .unexpected(_, let status, _): status
    case .unreachable, .file: nil
    }
  }

  /// Whether the same call may succeed later without a change: the service is away or overloaded.
  package var isTransient: Bool {
    switch self {
    case .unreachable: true
    case .refused(let problem): problem.status >= 500 || [408, 425, 429].contains(problem.status)
    // A proxy knows no such place, or sends its callers to another, while the service is away.
    case .unexpected(_, let status, _):
      status >= 500 || status == 404 || (300..<400).contains(status)
    case .file: false
    }
  }

  /// Whether the service itself says that the lease of a job is another's (409), or that there is
  /// no such job (404).
  package var isLostLease: Bool {
    if case .refused(let problem) = self { [404, 409].contains(problem.status) } else { false }
  }
}

extension ClientError: LocalizedError, CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let server, let reason):
      """
      no service answers at \(server.absoluteString) (\(reason)).
      \(Self.advice(on: reason))
      """
    case .refused(let problem):
      ([problem.detail ?? problem.title]
        + (problem.errors ?? []).map {
          $0.pointer.isEmpty ? "  \($0.detail)" : "  \($0.pointer): \($0.detail)"
        }).joined(separator: "\n")
    case .unexpected(let server, let status, let detail):
      """
      \(server.absoluteString) does not answer as a Staircase service of this version: \(status), \
      \(detail)
      """
    case .file(let error):
      "\(error.path): \(error.reason)"
    }
  }

  private static func advice(on reason: String) -> String {
    // libcurl's words, which Foundation passes on.
    reason.contains("certificate")
      ? "Only a certificate that this machine trusts will do: update-ca-certificates(8) adds one."
      : "Is it running? Start it with `staircase serve`, or name another with --server."
  }

  /// The description on one line, for a log.
  package var line: String { description.replacing("\n", with: " ") }

  package var errorDescription: String? { description }
}
