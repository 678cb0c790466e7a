package import Foundation

/// Something that happened, as the event stream tells it. Sent as `event: <kind>` with the
/// JSON of the payload as data.
package enum Event: Sendable {
  /// A job was made or changed.
  case job(Job)
  /// New points of a run's metrics and quantizers, as deltas.
  case points(NewPoints)
  /// A worker came, went or changed its job.
  case worker(WorkerInfo)
  /// New lines of a job's log.
  case log(NewLines)

  package struct NewPoints: Codable, Sendable {
    package var runId: String
    package var metrics: [MetricPoint]
    package var stepPoints: [StepPoint]

    package init(runId: String, metrics: [MetricPoint], stepPoints: [StepPoint]) {
      self.runId = runId
      self.metrics = metrics
      self.stepPoints = stepPoints
    }

    package var isEmpty: Bool { metrics.isEmpty && stepPoints.isEmpty }
  }

  package struct NewLines: Codable, Sendable {
    package var jobId: String
    package var lines: [LogLine]

    package init(jobId: String, lines: [LogLine]) {
      self.jobId = jobId
      self.lines = lines
    }
  }

  /// The name in the `event:` field.
  package var kind: String {
    switch self {
    case .job: "job"
    case .points: "points"
    case .worker: "worker"
    case .log: "log"
    }
  }

  /// The payload, for the `data:` field.
  package func payload() throws -> Data {
    let encoder = JSONCoding.encoder()
    return switch self {
    case .job(let job): try encoder.encode(job)
    case .points(let points): try encoder.encode(points)
    case .worker(let worker): try encoder.encode(worker)
    case .log(let lines): try encoder.encode(lines)
    }
  }
}
