import HTTP
import HTTPTypes

extension Request {
  /// The key under which this request is done once, however often it is sent; nil if none is given.
  func idempotencyKey() throws -> String? {
    guard let key = headers[.idempotencyKey] else { return nil }
    guard (1...255).contains(key.utf8.count) else {
      throw HTTPError(
        .badRequest, "Idempotency-Key has \(key.utf8.count) bytes; it must have 1 to 255.")
    }
    return key
  }
}
