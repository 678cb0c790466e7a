/// What a worker is told when it renews its lease.
package struct HeartbeatAnswer: Codable, Hashable, Sendable {
  package var command: Command

  package enum Command: String, Codable, CaseIterable, Sendable {
    case `continue`
    /// The job was canceled: stop, deliver what is recorded, complete as canceled.
    case cancel
    /// The worker is drained: end this job, then ask for no other.
    case drain
  }

  package init(command: Command) {
    self.command = command
  }
}
