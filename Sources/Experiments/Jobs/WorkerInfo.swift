package import Foundation

/// A worker process, as the service last heard of it.
package struct WorkerInfo: Codable, Hashable, Sendable, Identifiable {
  /// Chosen by the worker, unique to the process.
  package var id: String
  package var host: String
  package var pid: Int
  package var threads: Int
  /// Memory of its machine.
  package var memoryBytes: Int
  package var instructionSet: InstructionSet
  /// Whether it ends the job at hand and is given no other.
  package var draining: Bool
  /// The job it trains now.
  package var jobId: String?
  package var startedAt: Date
  package var lastSeenAt: Date

  package init(
    id: String, host: String, pid: Int, threads: Int, memoryBytes: Int,
    instructionSet: InstructionSet,
    draining: Bool, jobId: String? = nil, startedAt: Date, lastSeenAt: Date
  ) {
    self.id = id
    self.host = host
    self.pid = pid
    self.threads = threads
    self.memoryBytes = memoryBytes
    self.instructionSet = instructionSet
    self.draining = draining
    self.jobId = jobId
    self.startedAt = startedAt
    self.lastSeenAt = lastSeenAt
  }
}
