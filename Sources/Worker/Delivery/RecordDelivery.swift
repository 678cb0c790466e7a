import Client
import Experiments
import Synchronization

/// Sends what the spool holds, batch after batch in order, while the job runs.
actor RecordDelivery {
  private let spool: RecordSpool
  private let service: LeaseClient
  /// Between looks at the spool.
  private let interval: Duration
  /// Who waits for the pass under way to end.
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var isDelivering = false
  private nonisolated let stored = Mutex<(any Error)?>(nil)

  /// Why nothing more is delivered; nil while all is well.
  nonisolated var failure: (any Error)? { stored.withLock { $0 } }

  init(spool: RecordSpool, service: LeaseClient, interval: Duration) {
    (self.spool, self.service, self.interval) = (spool, service, interval)
  }

  /// Delivers until the task is cancelled, or the service takes no more from this lease.
  func run() async {
    while failure == nil {
      if !isDelivering { await deliver() }
      do { try await Task.sleep(for: interval) } catch { return }
    }
  }

  /// Returns once everything that was appended before this call is stored by the service. Throws
  /// if it cannot be: `LeaseLost`, or what the service said.
  func flush() async throws {
    let position = spool.position
    while spool.acknowledged < position {
      if let failure { throw failure }
      if isDelivering {
        await withCheckedContinuation { waiting.append($0) }
      } else {
        await deliver()
      }
    }
  }

  private func deliver() async {
    isDelivering = true
    do {
      while let batch = try spool.nextBatch() {
        let message = batch.records.batch(lease: service.lease.token, sequence: batch.sequence)
        try await service.untilAnswered("delivering records") { [job = service.lease.job.id] in
          try await $0.send(message, job: job)
        }
        spool.acknowledge()
      }
    } catch {
      stored.withLock { $0 = error }
    }
    isDelivering = false
    for waiter in waiting { waiter.resume() }
    waiting = []
  }
}
