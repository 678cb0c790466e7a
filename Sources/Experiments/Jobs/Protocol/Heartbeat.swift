/// POST /jobs/{id}/heartbeat: the worker is alive; renews the lease.
package struct Heartbeat: Codable, Hashable, Sendable {
  package var lease: String
  package var progress: JobProgress?
  /// The step this attempt went on from.
  package var resumedFromStep: Int
  /// Why the worker waits in the middle of training, such as for a full disk; nil while it trains.
  package var paused: String?

  package init(
    lease: String, progress: JobProgress?, resumedFromStep: Int, paused: String? = nil
  ) {
    self.lease = lease
    self.progress = progress
    self.resumedFromStep = resumedFromStep
    self.paused = paused
  }
}
