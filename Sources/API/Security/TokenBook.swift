package import Foundation
import HTTPTypes
import HTTP
import Experiments
import Store
import Synchronization

/// Knows whose token or session a request carries.
///
/// A token that another process makes or takes back counts from the next request on.
package final class TokenBook: Sendable {
  private struct State {
    var version: CredentialReader.Version?
    var table = CredentialTable([])
  }

  /// The cookie of a browser's session.
  static let cookie = "staircase_session"

  private let reader: CredentialReader
  private let own: Credential
  private let clock: @Sendable () -> Date
  private let state = Mutex(State())

  /// - Parameters:
  ///   - database: brought up to date by a `Store`.
  ///   - workerSecret: the secret of the workers that the service starts.
  package init(
    database: URL, workerSecret: String, clock: @escaping @Sendable () -> Date
  ) throws {
    reader = try CredentialReader(path: database)
    own = Credential(
      digest: TokenSecret.digest(workerSecret),
      token: Token(id: 0, name: "workers of this service", role: .worker, createdAt: clock()))
    self.clock = clock
  }

  /// True while there is no token.
  package var isEmpty: Bool {
    get throws { try table().isEmpty }
  }

  /// The secret that a request shows: a bearer token, or a browser's session. Another scheme than
  /// Bearer is for a proxy on the way, to which a browser shows it with every request.
  static func secret(of request: Request) -> String? {
    request.showsBearer ? request.bearerToken : request.cookie(cookie)
  }

  /// Whose secret it is; nil if nobody's, or if the session has ended.
  func credential(of secret: String) throws -> Credential? {
    try table().find(secret, now: clock())
  }

  private func table() throws -> CredentialTable {
    try state.withLock { state in
      if let (version, credentials) = try reader.credentials(unlessStill: state.version) {
        state.version = version
        state.table = CredentialTable(credentials, own: [own])
      }
      return state.table
    }
  }

  /// Ends the connection to the database.
  package func close() throws {
    try reader.close()
  }
}
