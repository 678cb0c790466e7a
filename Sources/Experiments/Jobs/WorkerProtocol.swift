package import Foundation

// What a worker and the service say to each other. A claim grants a lease; its token fences every
// later write: a worker whose lease ran out is answered 409 and must stop.

/// POST /workers/claim. Answered with a `Lease` (200) or nothing to do (204), after at most
/// `waitSeconds`.
package struct ClaimRequest: Codable, Hashable, Sendable {
  package var workerId: String
  package var host: String
  package var pid: Int
  package var threads: Int
  /// Memory of the worker's machine.
  package var memoryBytes: Int
  package var instructionSet: InstructionSet
  /// The service holds the request so long while there is no job (0...30).
  package var waitSeconds: Int

  package init(
    workerId: String, host: String, pid: Int, threads: Int, memoryBytes: Int = 0,
    instructionSet: InstructionSet = .any, waitSeconds: Int
  ) {
    self.workerId = workerId
    self.host = host
    self.pid = pid
    self.threads = threads
    self.memoryBytes = memoryBytes
    self.instructionSet = instructionSet
    self.waitSeconds = waitSeconds
  }
}

extension ClaimRequest {
  /// A worker that does not say what it has is given only jobs that do not ask.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      workerId: try fields.decode(String.self, forKey: .workerId),
      host: try fields.decode(String.self, forKey: .host),
      pid: try fields.decode(Int.self, forKey: .pid),
      threads: try fields.decode(Int.self, forKey: .threads),
      memoryBytes: try fields.decodeIfPresent(Int.self, forKey: .memoryBytes) ?? 0,
      instructionSet: try fields.decodeIfPresent(InstructionSet.self, forKey: .instructionSet)
        ?? .any,
      waitSeconds: try fields.decode(Int.self, forKey: .waitSeconds))
  }
}

/// The right to train one job for a while.
package struct Lease: Codable, Hashable, Sendable {
  package var job: Job
  /// The fencing token, to be sent with every write for this job.
  package var token: String
  /// The attempt this lease is for, from 1.
  package var attempt: Int
  /// The lease ends so long after the last heartbeat.
  package var leaseSeconds: Double
  /// The checkpoints to go on from, the newest first: the first that is sound counts. Empty to
  /// start anew.
  package var resumeFrom: [Artifact]
  /// The run whose final weights the job starts from, where its spec names a job or run.
  package var startRunId: String?
  /// The run whose final weights teach, where its spec names a job or run.
  package var teacherRunId: String?

  package init(
    job: Job, token: String, attempt: Int, leaseSeconds: Double, resumeFrom: [Artifact],
    startRunId: String?, teacherRunId: String? = nil
  ) {
    self.job = job
    self.token = token
    self.attempt = attempt
    self.leaseSeconds = leaseSeconds
    self.resumeFrom = resumeFrom
    self.startRunId = startRunId
    self.teacherRunId = teacherRunId
  }
}

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

/// POST /jobs/{id}/records: what a worker recorded since its last batch, stored in one
/// transaction. Batches of an attempt are numbered from 0; one that was stored already changes
/// nothing.
package struct RecordBatch: Codable, Sendable {
  package var lease: String
  package var sequence: Int
  package var metrics: [MetricPoint]
  /// Given once, before the first step points.
  package var quantizers: [Quantizer]
  package var stepPoints: [StepPoint]
  package var histograms: [Histogram]
  package var log: [LogLine]

  package init(
    lease: String, sequence: Int, metrics: [MetricPoint] = [], quantizers: [Quantizer] = [],
    stepPoints: [StepPoint] = [], histograms: [Histogram] = [], log: [LogLine] = []
  ) {
    self.lease = lease
    self.sequence = sequence
    self.metrics = metrics
    self.quantizers = quantizers
    self.stepPoints = stepPoints
    self.histograms = histograms
    self.log = log
  }
}

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

/// One line of a job's log.
package struct LogLine: Codable, Hashable, Sendable {
  package var time: Date
  package var text: String

  package init(time: Date, text: String) {
    self.time = time
    self.text = text
  }
}
