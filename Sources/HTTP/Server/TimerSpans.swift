/// The limits' durations in nanoseconds: dividing a `Duration` is too slow to do for every request.
struct TimerSpans {
  private let firstByte: Int64
  private let idle: Int64
  private let head: Int64
  private let body: Int64
  private let write: Int64
  private let linger: Int64

  init(_ limits: Limits) {
    firstByte = limits.firstByte.nanoseconds
    idle = limits.idle.nanoseconds
    head = limits.head.nanoseconds
    body = limits.bodyProgress.nanoseconds
    write = limits.writeProgress.nanoseconds
    linger = limits.linger.nanoseconds
  }

  /// How long `timer` may last; `nil` for ever.
  subscript(timer: Connection.Timer) -> Int64? {
    switch timer {
    case .none: nil
    case .firstByte: firstByte
    case .idle: idle
    case .head: head
    case .body: body
    case .write: write
    case .linger: linger
    }
  }
}
