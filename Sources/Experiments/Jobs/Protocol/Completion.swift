/// POST /jobs/{id}/complete: the last word of an attempt. The same word again, under the same
/// lease, changes nothing.
package struct Completion: Codable, Hashable, Sendable {
  package var lease: String
  package var outcome: Outcome
  /// Why it failed, for people.
  package var reason: String?
  /// Whether another attempt might do better: false for a bad spec, true for a full disk.
  package var retryable: Bool

  package enum Outcome: String, Codable, CaseIterable, Sendable {
    case succeeded
    case failed
    /// It stopped because the job was canceled; or, if the job was not, because the worker was told
    /// to end: then the job goes back to the queue.
    case canceled
  }

  package init(lease: String, outcome: Outcome, reason: String? = nil, retryable: Bool = false) {
    self.lease = lease
    self.outcome = outcome
    self.reason = reason
    self.retryable = retryable
  }
}
