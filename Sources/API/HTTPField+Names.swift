import HTTP
import HTTPTypes

/// Fields that the service reads or writes, and HTTPTypes does not name.
extension HTTPField.Name {
  static let link = constant("Link")
  static let idempotencyKey = constant("Idempotency-Key")
  static let lastEventID = constant("Last-Event-ID")
  static let lease = constant("Staircase-Lease")
  /// nginx's own: "no" for an answer that must not wait in its buffers.
  static let accelBuffering = constant("X-Accel-Buffering")
}
