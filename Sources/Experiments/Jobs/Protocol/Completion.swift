/// POST /jobs/{id}/complete: the last word of an attempt. The same word again, under the same
/// lease, changes nothing.
package struct Completion: FieldMessage, Codable, Hashable, Sendable {
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

extension Completion {
  /// A longer reason is refused.
  package static let maximumReason = 100_000

  package init(_ reader: FieldReader) {
    self.init(
      lease: reader.text("lease", about: "The token of the lease."),
      outcome: reader.requiredChoice(
        "outcome", standIn: .failed, about: "How the attempt ended."),
      reason: reader.optionalText(
        "reason", minimum: 0, maximum: Self.maximumReason, about: "Why it failed, for people."),
      retryable: reader.flag("retryable", about: "Whether another attempt might do better."))
  }
}
