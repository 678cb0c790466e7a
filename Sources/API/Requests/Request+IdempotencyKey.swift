import HTTP
import HTTPTypes

extension Request {
  /// The key under which this request is done once, however often it is sent; nil if none is given.
  func idempotencyKey() throws -> String? {
    guard let key = headers[.idempotencyKey] else { return nil }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else {
      throw HTTPError(
        .badRequest, "Idempotency-Key must have 1 to 255 visible ASCII characters and no spaces.")
    }
    return key
  }
}
