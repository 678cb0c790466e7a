import Experiments
package import Foundation
import GRDB

/// Reads the credentials of a database whenever it has changed, whichever process changed it.
///
/// It has a connection of its own, so that asking never waits for the store's other readers.
package final class CredentialReader: Sendable {
  /// Moves with every commit of another connection (SQLite, `PRAGMA data_version`).
  package typealias Version = Int

  private let path: String
  private let queue: DatabaseQueue

  /// - Parameter path: a database that a `Store` has brought up to date.
  package init(path: URL) throws {
    var configuration = Configuration()
    configuration.label = "credentials"
    configuration.readonly = true
    configuration.busyMode = .timeout(1)
    self.path = path.path
    queue = try StoreError.translating(path.path) {
      try DatabaseQueue(path: path.path, configuration: configuration)
    }
  }

  /// All credentials; nil if no one has written anything since `version`, which takes microseconds.
  package func credentials(
    unlessStill version: Version?
  ) throws -> (version: Version, credentials: [Credential])? {
    try StoreError.translating(path) { try queue.unsafeRead { try read($0, version) } }
  }

  /// Outside of a transaction, which would freeze the version.
  private func read(
    _ db: Database, _ version: Version?
  ) throws -> (version: Version, credentials: [Credential])? {
    let now = try Int.fetchOne(try db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    if now == version { return nil }
    let statement = try db.cachedStatement(
      sql: """
        SELECT tokens.*, NULL AS expires_at FROM tokens
        UNION ALL
        SELECT tokens.id, tokens.name, tokens.role, sessions.digest, tokens.created_at,
          sessions.expires_at
        FROM sessions JOIN tokens ON tokens.id = sessions.token
        """)
    let credentials = try Row.fetchAll(statement).map { row in
      let digest: Data = row["digest"]
      return Credential(
        digest: Array(digest), token: try Token(row), expiresAt: row.date("expires_at"))
    }
    return (now, credentials)
  }

  /// Ends the connection.
  package func close() throws {
    try queue.close()
  }
}
