import Digests
package import Foundation
import Experiments
import GRDB

extension Snapshot {
  /// Whether there are keys that `forgetIdempotencyKeys` would forget.
  package func hasIdempotencyKeys(before date: Date) throws -> Bool {
    try value(
      Bool.self, "SELECT EXISTS (SELECT 1 FROM idempotency_keys WHERE created_at < ?)",
      [Timestamp.milliseconds(date)]) ?? false
  }
}

extension Transaction {
  /// The answer that `key` was given first, or the one that `make` gives now, which is then kept;
  /// without a key, what `make` gives.
  ///
  /// `request` tells what was asked. Throws `.idempotencyKeyReused` if it was another request.
  package func once<Answer: Codable>(
    key: String?, request: some Encodable, now: Date, make: () throws -> Answer
  ) throws -> Answer {
    guard let key else { return try make() }
    let fingerprint = SHA256.digest(try JSONCoding.text(request)).hexadecimal
    let stored = try row("SELECT fingerprint, answer FROM idempotency_keys WHERE key = ?", [key])
    if let stored {
      guard stored["fingerprint"] == fingerprint else {
        throw StoreError.idempotencyKeyReused(key: key)
      }
      return try JSONCoding.value(stored["answer"])
    }
    let answer = try make()
    try execute(
      "INSERT INTO idempotency_keys (key, fingerprint, answer, created_at) VALUES (?, ?, ?, ?)",
      [key, fingerprint, try JSONCoding.text(answer), Timestamp.milliseconds(now)])
    return answer
  }

  /// Forgets the keys from before `date`.
  package func forgetIdempotencyKeys(before date: Date) throws {
    try execute(
      "DELETE FROM idempotency_keys WHERE created_at < ?", [Timestamp.milliseconds(date)])
  }
}
