/// The times of the queue, in seconds.
package struct QueueSettings: Hashable, Sendable {
  /// A lease ends so long after the last word of its worker.
  package var leaseSeconds: Double
  /// A worker that was told to cancel is given up after so long.
  package var stopSeconds: Double
  /// A worker is listed for so long after its last word.
  package var workerSeconds: Double
  /// An Idempotency-Key is kept for so long.
  package var idempotencySeconds: Double
  package var retry: RetryPolicy

  package init(
    leaseSeconds: Double = 30, stopSeconds: Double = 30, workerSeconds: Double = 120,
    idempotencySeconds: Double = 86_400, retry: RetryPolicy = RetryPolicy()
  ) {
    self.leaseSeconds = leaseSeconds
    self.stopSeconds = stopSeconds
    self.workerSeconds = workerSeconds
    self.idempotencySeconds = idempotencySeconds
    self.retry = retry
  }
}
