package import Foundation

/// A worker process, as the service last heard of it.
package struct WorkerInfo: Codable, Hashable, Sendable, Identifiable {
  /// Chosen by the worker, unique to the process.
  package var id: String
  package var host: String
  package var pid: Int
  package var threads: Int
  /// The job it trains now.
  package var jobId: String?
  package var startedAt: Date
  package var lastSeenAt: Date

  package init(
    id: String, host: String, pid: Int, threads: Int, jobId: String? = nil, startedAt: Date,
    lastSeenAt: Date
  ) {
    self.id = id
    self.host = host
    self.pid = pid
    self.threads = threads
    self.jobId = jobId
    self.startedAt = startedAt
    self.lastSeenAt = lastSeenAt
  }
}
