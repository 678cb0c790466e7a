import Synchronization

/// One event loop's counts; only that loop writes them.
final class LoopCounters: Sendable {
  let open = Atomic(0)
  let accepted = Atomic(0)
  let refused = Atomic(0)
  let requests = Atomic(0)
  let malformed = Atomic(0)
  let timeouts = Atomic(0)

  func add(to sum: inout ServerStatistics) {
    sum.openConnections += open.load(ordering: .relaxed)
    sum.acceptedConnections += accepted.load(ordering: .relaxed)
    sum.refusedConnections += refused.load(ordering: .relaxed)
    sum.requests += requests.load(ordering: .relaxed)
    sum.malformedRequests += malformed.load(ordering: .relaxed)
    sum.timeouts += timeouts.load(ordering: .relaxed)
  }
}
