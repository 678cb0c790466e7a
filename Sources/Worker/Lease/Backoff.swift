/// Pauses between tries: doubled each time up to a limit, each spread over its upper half so that
/// many workers do not come back in the same moment.
package struct Backoff: Sendable {
  private var pause: Duration
  private let first: Duration
  private let limit: Duration

  package init(first: Duration = .milliseconds(250), limit: Duration = .seconds(5)) {
    (pause, self.first, self.limit) = (first, first, limit)
  }

  /// The pause before the next try.
  package mutating func next() -> Duration {
    defer { pause = min(pause * 2, limit) }
    return pause * Double.random(in: 0.5...1)
  }

  /// Begins anew after a success.
  package mutating func reset() {
    pause = first
  }
}
