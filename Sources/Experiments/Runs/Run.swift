package import Foundation

/// What one training, by a job or by another program, recorded.
package struct Run: Codable, Hashable, Sendable, Identifiable {
  package var id: String
  package var name: String
  package var status: RunStatus
  /// Name of the experiment.
  package var experiment: String
  /// Written once each: the same value again changes nothing, another value is an error.
  package var parameters: [String: String]
  package var tags: [String: String]
  /// The latest value of each metric: the one with the highest (step, time, value).
  package var latest: [String: MetricPoint]
  /// The extremes of those metrics that were asked for; nil where none were.
  package var extremes: [String: MetricExtremes]?
  /// The job that made the run; nil for runs of other programs.
  package var jobId: String?
  package var createdAt: Date
  package var startedAt: Date?
  package var endedAt: Date?

  /// The tag that says who made a run, by the name of the token.
  package static let userTag = "user"

  package init(
    id: String, name: String, status: RunStatus, experiment: String,
    parameters: [String: String] = [:], tags: [String: String] = [:],
    latest: [String: MetricPoint] = [:], extremes: [String: MetricExtremes]? = nil,
    jobId: String? = nil, createdAt: Date, startedAt: Date? = nil, endedAt: Date? = nil
  ) {
    self.id = id
    self.name = name
    self.status = status
    self.experiment = experiment
    self.parameters = parameters
    self.tags = tags
    self.latest = latest
    self.extremes = extremes
    self.jobId = jobId
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.endedAt = endedAt
  }
}
