package import Experiments
package import Foundation
import GRDB

extension Snapshot {
  /// All tokens, the oldest first.
  package func tokens() throws -> [Token] {
    try rows("SELECT * FROM tokens ORDER BY id").map(Token.init)
  }
}

extension Transaction {
  /// Adds a token whose secret has `digest`.
  package func createToken(
    name: String, role: Role, digest: [UInt8], now: Date
  ) throws -> Token {
    try execute(
      "INSERT INTO tokens (name, role, digest, created_at) VALUES (?, ?, ?, ?)",
      [name, role.rawValue, Data(digest), Timestamp.milliseconds(now)])
    return Token(
      id: Int(db.lastInsertedRowID), name: name, role: role,
      createdAt: Timestamp.date(milliseconds: Timestamp.milliseconds(now)))
  }

  /// Takes a token back, and ends the sessions begun with it. Throws `.notFound`.
  package func revokeToken(id: Int) throws {
    guard try execute("DELETE FROM tokens WHERE id = ?", [id]) == 1 else {
      throw StoreError.notFound(kind: "token", id: "\(id)")
    }
  }

  /// Begins a session of a token, and forgets those that ended before `now`.
  package func createSession(
    digest: [UInt8], token id: Int, expiresAt: Date, now: Date
  ) throws {
    try execute("DELETE FROM sessions WHERE expires_at <= ?", [Timestamp.milliseconds(now)])
    try execute(
      "INSERT INTO sessions (digest, token, expires_at) VALUES (?, ?, ?)",
      [Data(digest), id, Timestamp.milliseconds(expiresAt)])
  }

  /// Ends a session, if there is one.
  package func endSession(digest: [UInt8]) throws {
    try execute("DELETE FROM sessions WHERE digest = ?", [Data(digest)])
  }
}

extension Token {
  init(_ row: Row) throws {
    self.init(
      id: row["id"], name: row["name"], role: try row.word("role"),
      createdAt: row.requiredDate("created_at"))
  }
}
