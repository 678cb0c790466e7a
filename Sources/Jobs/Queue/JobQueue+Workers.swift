package import Experiments
import Foundation
import Store
import Synchronization

// The workers that the queue knows.
extension JobQueue {
  /// The workers that were heard of lately.
  package func workers() throws -> [WorkerInfo] {
    try store.read { [silence] in try $0.workers(seenSince: silence) }
  }

  /// A draining worker ends its job and is given no other. Throws `.notFound`.
  package func setDraining(_ draining: Bool, worker id: String) throws -> WorkerInfo {
    let worker = try perform { transaction in
      try transaction.setDraining(draining, worker: id)
      return try transaction.worker(id: id)
    }
    if !draining { serveLine() }
    return worker
  }

  /// A worker process has ended: its job goes back to the queue at once.
  ///
  /// - Parameter wasAsked: whether it was told to end, which is no failure of the job's.
  package func workerLost(
    id: String, exitCode: Int? = nil, signal: Int? = nil, wasAsked: Bool = false
  ) throws {
    let how =
      if let signal { "was ended by signal \(signal)" } else if let exitCode {
        "ended with exit code \(exitCode)"
      } else { "is gone" }
    try perform { [rules, now = clock()] transaction in
      for held in try transaction.heldJobs(worker: id) {
        let end = rules.loss(
          of: held, reason: "worker \(id) \(how)", exitCode: exitCode, signal: signal,
          wasAsked: wasAsked)
        try transaction.end(held, end, now: now)
      }
      try transaction.remove(worker: id)
    }
  }

  /// Workers that were not heard of since then are taken for gone.
  var silence: Date { clock().addingTimeInterval(-settings.workerSeconds) }

  /// `body` tells the places of the worker processes that the service looks after.
  func whenAskedForSlots(_ body: @escaping @Sendable () -> [WorkerSlot]) {
    slots.withLock { $0 = body }
  }

  /// The places of the worker processes that the service looks after; none if there are none.
  package func workerSlots() -> [WorkerSlot] {
    slots.withLock { $0 }()
  }

  /// Called with the id of a worker that lost its job against its will, and should be ended.
  package func whenRevoked(_ body: @escaping @Sendable (_ worker: String) -> Void) {
    revoked.withLock { $0 = body }
  }
}
