/// Names one request and its answer to other threads. The serial never repeats in a loop, so that
/// what comes late for a closed connection meets no other that got its descriptor.
struct ExchangeID: Sendable, Equatable {
  let descriptor: Int32
  let serial: UInt64
}
