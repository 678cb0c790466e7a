package import Experiments
import Synchronization

/// What the parts of a running job tell each other: how far it is, and whether and why to stop.
package final class JobControl: Sendable {
  /// Why a job stops before its end. A graver reason replaces an earlier one.
  package enum StopReason: Int, Comparable, Sendable {
    /// The worker is to end; the job goes on elsewhere from its checkpoint.
    case shutdown
    /// Someone canceled the job.
    case canceled
    /// The lease is another worker's: nothing more may be said about the job.
    case leaseLost

    package static func < (lhs: StopReason, rhs: StopReason) -> Bool { lhs.rawValue < rhs.rawValue }
  }

  private struct State {
    var progress: JobProgress?
    var resumedFromStep = 0
    var paused: String?
    var isDrained = false
    var isUnfit = false
    var reason: StopReason?
    /// When the worker was asked to end, for whatever else the job stops.
    var askedToEndAt: ContinuousClock.Instant?
  }

  /// A worker that is to end waits so long for a service that is away.
  private let patience: Duration

  private let state = Mutex(State())

  package init(patience: Duration = .seconds(3)) {
    self.patience = patience
  }

  package var stopReason: StopReason? { state.withLock { $0.reason } }

  package func stop(_ reason: StopReason) {
    state.withLock { state in
      state.reason = max(state.reason ?? reason, reason)
      if reason == .shutdown { state.askedToEndAt = state.askedToEndAt ?? .now }
    }
  }

  /// Whether a call that finds nobody is tried no more: the worker has to end now. The service
  /// gives the job to another when the lease runs out.
  package var mustEnd: Bool {
    state.withLock { state in
      state.askedToEndAt.map { $0.duration(to: .now) >= patience } ?? false
    }
  }

  package var progress: JobProgress? {
    get { state.withLock { $0.progress } }
    set { state.withLock { $0.progress = newValue } }
  }

  /// Why training waits in the middle; nil while it goes on.
  package var paused: String? {
    get { state.withLock { $0.paused } }
    set { state.withLock { $0.paused = newValue } }
  }

  /// Whether the worker is to ask for no other job after this one.
  package var isDrained: Bool {
    get { state.withLock { $0.isDrained } }
    set { state.withLock { $0.isDrained = newValue } }
  }

  /// Whether this machine, and nothing of the job's, kept the job from its beginning.
  package var isUnfit: Bool {
    get { state.withLock { $0.isUnfit } }
    set { state.withLock { $0.isUnfit = newValue } }
  }

  package var resumedFromStep: Int {
    get { state.withLock { $0.resumedFromStep } }
    set { state.withLock { $0.resumedFromStep = newValue } }
  }
}
