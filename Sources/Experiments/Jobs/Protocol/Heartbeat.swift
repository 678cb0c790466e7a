/// POST /jobs/{id}/heartbeat: the worker is alive; renews the lease.
package struct Heartbeat: FieldMessage, Codable, Hashable, Sendable {
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

extension Heartbeat {
  package init(_ reader: FieldReader) {
    self.init(
      lease: reader.text("lease", about: "The token of the lease."),
      progress: reader.optionalObject(
        "progress", about: "How far the job is.", JobProgress.init(_:)),
      resumedFromStep: reader.integer(
        "resumedFromStep", in: 0...Int(Int32.max),
        about: "The step that this attempt went on from."),
      paused: reader.optionalText(
        "paused", minimum: 0,
        about: "Why the worker waits in the middle of training, if it does."))
  }
}
