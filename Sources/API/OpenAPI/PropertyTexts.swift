/// The lines about messages and their properties in the OpenAPI document, by type and property.
///
/// Fields that a `FieldReader` reads have theirs where they are read.
enum PropertyTexts {
  static let all = jobs.merging(workers) { first, _ in first }
    .merging(runs) { first, _ in first }
    .merging(recordings) { first, _ in first }
    .merging(sessions) { first, _ in first }
    .merging(problems) { first, _ in first }
    .merging(studies) { first, _ in first }

  static let ofPages: [String: String] = [
    "items": "The items of this page.",
    "nextCursor": "To be given as `cursor` for the next page; there is none on the last one.",
  ]

  private static let jobs: [String: String] = [
    "Job": "A training job and where it is in its life.",
    "Job.id": "16 hexadecimal digits.",
    "Job.name": "A name for people.",
    "Job.state": "Where the job is in its life.",
    "Job.experiment": "The name of the experiment that its run belongs to.",
    "Job.study": "The study that made the job, if one did.",
    "Job.runId": "The run that the job records to.",
    "Job.spec": "The spec with every default filled in when the job was made.",
    "Job.progress": "How far it is, once a worker has told.",
    "Job.attempts": "Every attempt so far, the oldest first.",
    "Job.queuePosition": "1 for the job that is claimed next; only for queued jobs.",
    "Job.startsInSeconds": "Seconds until a worker takes it, where there is something to judge by.",
    "Job.reason": "Why the job is in this state, where the state alone does not say.",
    "Job.notBefore": "A queued job is not claimed before: the pause before another attempt.",
    "Job.createdAt": "When it was submitted.",
    "Job.startedAt": "When its first attempt began.",
    "Job.endedAt": "When it ended.",
    "QueueStatus": "The queue as a whole.",
    "QueueStatus.paused": "Whether workers are given no jobs.",
    "QueueStatus.jobs": "How many jobs are in each state.",
    "JobProgress": "How far a job is, as its worker last told.",
    "JobProgress.step": "Optimizer steps done.",
    "JobProgress.steps": "Optimizer steps of the whole job.",
    "JobProgress.epoch": "The epoch in work, from 0.",
    "JobProgress.epochs": "Epochs of the whole job.",
    "JobProgress.imagesPerSecond": "Training images a second.",
    "JobProgress.etaSeconds": "Seconds to the end at this speed, once it is known.",
    "JobAttempt": "One try at a job by one worker.",
    "JobAttempt.number": "1 for the first.",
    "JobAttempt.worker": "The id of the worker.",
    "JobAttempt.startedAt": "When the worker claimed the job.",
    "JobAttempt.endedAt": "When the attempt ended.",
    "JobAttempt.outcome": "How it ended; lost: its worker died or its lease ran out.",
    "JobAttempt.resumedFromStep":
      "The step of the checkpoint it went on from; 0 for a fresh start.",
    "JobAttempt.exitCode": "Exit code of the worker process, if it ended meanwhile.",
    "JobAttempt.signal": "The signal that ended the worker process, if one did.",
    "JobAttempt.reason": "Why it ended so, for people.",
  ]

  private static let workers: [String: String] = [
    "WorkerInfo": "A worker process, as the service last heard of it.",
    "WorkerInfo.id": "Chosen by the worker.",
    "WorkerInfo.host": "The name of its machine.",
    "WorkerInfo.pid": "Its process id there.",
    "WorkerInfo.threads": "Threads it trains with.",
    "WorkerInfo.memoryBytes": "Memory of its machine.",
    "WorkerInfo.instructionSet": "What its processor can do.",
    "WorkerInfo.draining": "Whether it ends the job at hand and is given no other.",
    "WorkerInfo.jobId": "The job it trains now.",
    "WorkerInfo.startedAt": "When the service first heard of it.",
    "WorkerInfo.lastSeenAt": "When the service last heard of it.",
    "Lease": "The right to train one job for a while.",
    "Lease.job": "The job.",
    "Lease.token": "Fences every write for this job: it is sent with each.",
    "Lease.attempt": "The attempt that this is, from 1.",
    "Lease.leaseSeconds": "The lease ends so long after the last heartbeat.",
    "Lease.resumeFrom": "Checkpoints to go on from, the newest first; none to start anew.",
    "Lease.startRunId":
      "The run whose final weights to start from, where the spec names a run or job.",
    "HeartbeatAnswer": "What the worker should do.",
    "HeartbeatAnswer.command":
      "cancel: stop, and complete as canceled; drain: end this job, then ask for no other.",
  ]

  private static let runs: [String: String] = [
    "Experiment": "A named group of runs.",
    "Experiment.id": "0 is the experiment \"Default\".",
    "Experiment.name": "Its name, which no other has.",
    "Experiment.createdAt": "When it was made.",
    "Experiment.runs": "How many runs it has.",
    "Run": "What one training, by a job or by another program, recorded.",
    "Run.id": "32 hexadecimal digits.",
    "Run.name": "A name for people.",
    "Run.status": "Where the run is in its life.",
    "Run.experiment": "The name of its experiment.",
    "Run.parameters": "What was chosen before the run; each is written once.",
    "Run.tags": "What is noted about the run; tags may change.",
    "Run.latest": "The latest point of each metric: that with the highest (step, time, value).",
    "Run.extremes": "The extremes of the metrics that were asked for.",
    "MetricExtremes": "The lowest and the highest value of a metric, NaN left out.",
    "MetricExtremes.min": "The lowest value.",
    "MetricExtremes.max": "The highest value.",
    "Run.jobId": "The job that makes the run, if one does.",
    "Run.createdAt": "When it was made.",
    "Run.startedAt": "When it began.",
    "Run.endedAt": "When it ended.",
    "Artifact": "A file that a run keeps.",
    "Artifact.path": "Its name, with / between its parts.",
    "Artifact.bytes": "Its size.",
    "Artifact.sha256": "SHA-256 of its content, 64 hexadecimal digits.",
    "Artifact.createdAt": "When it was stored.",
  ]

  private static let recordings: [String: String] = [
    "MetricPoint": "One value of one metric.",
    "MetricPoint.key": "The metric's name.",
    "MetricPoint.step": "Where on the horizontal axis.",
    "MetricPoint.value": "The value.",
    "MetricPoint.time": "When it was measured.",
    "MetricsAnswer": "Series of metrics, for drawing.",
    "MetricsAnswer.series": "One a metric, by name.",
    "MetricSeries": "The points of one metric in order of step and time, perhaps thinned out.",
    "MetricSeries.key": "The metric's name.",
    "MetricSeries.points": "Each is [step, value, milliseconds since 1970].",
    "MetricSeries.total": "How many points are stored.",
    "MetricSeries.downsampled":
      "Whether points are left out; the minimum and maximum of every stretch stay.",
    "Quantizer": "One quantizer of a run's network.",
    "Quantizer.id": "The layer and what is quantized, such as stem.weight or stem.input.",
    "Quantizer.layer": "The layer's name.",
    "Quantizer.kind": "Whether it quantizes the weights or the input of the layer.",
    "Quantizer.bits": "Bits of a code.",
    "Quantizer.signed": "Whether codes may be negative.",
    "Quantizer.count": "N of the gradient scale: weights, or features of one example.",
    "Quantizer.shape":
      "Weights: outputs, inputs, kernel height and width, or outputs, inputs. Inputs: height, "
      + "width, channels.",
    "Quantizer.position": "Its place in the network, from 0 at the input.",
    "StepSizesAnswer": "Trajectories of step sizes.",
    "StepSizesAnswer.quantizers": "One a quantizer, in the order of the network.",
    "StepSizeSeries": "A quantizer with its points as columns.",
    "StepSizeSeries.id": "The quantizer's id.",
    "StepSizeSeries.layer": "The layer's name.",
    "StepSizeSeries.kind": "Whether it quantizes the weights or the input of the layer.",
    "StepSizeSeries.bits": "Bits of a code.",
    "StepSizeSeries.signed": "Whether codes may be negative.",
    "StepSizeSeries.points": "Columns of equal length.",
    "StepSizeSeries.total": "How many points are stored.",
    "StepSizeSeries.downsampled": "Whether points are left out.",
    "StepSizeSeries.Columns.step": "The optimizer steps.",
    "StepSizeSeries.Columns.stepSize": "s.",
    "StepSizeSeries.Columns.gradient": "dL/ds times the gradient scale.",
    "StepSizeSeries.Columns.updateRatio": "R (Eq. 4).",
    "StepSizeSeries.Columns.mse": "The mean squared quantization error.",
    "StepSizeSeries.Columns.clippedLow": "Share of values at or below the lowest level.",
    "StepSizeSeries.Columns.clippedHigh": "Share of values at or above the highest level.",
    "StepSizeSeries.Columns.oscillation": "Share of codes that changed since the last record.",
    "Histogram": "How the values before a quantizer are distributed at one step.",
    "Histogram.quantizer": "The quantizer's id.",
    "Histogram.step": "The optimizer step.",
    "Histogram.low": "Lower edge of the first bin.",
    "Histogram.high": "Upper edge of the last bin; bins are of equal width.",
    "Histogram.counts": "Values in each bin.",
    "Histogram.stepSize": "s at this step: the levels are its multiples.",
  ]

  private static let sessions: [String: String] = [
    "Session": "Who asks, as the service sees it.",
    "Session.role": "What they may do.",
    "Session.name": "The name of the token; none where none is needed.",
    "Session.needsToken": "False where the service has no tokens and is open to its machine.",
    "Session.expiresAt": "When a browser must log in again.",
  ]

  private static let problems: [String: String] = [
    "Problem": "An error (RFC 9457).",
    "Problem.type": "about:blank where the status says all; else a path that names the kind.",
    "Problem.title": "The status in words.",
    "Problem.status": "The status.",
    "Problem.detail": "What is wrong with this request.",
    "Problem.requestId": "Names the request in the service's log.",
    "Problem.errors": "Each bad field or parameter.",
    "FieldError": "One bad field.",
    "FieldError.pointer":
      "JSON pointer (RFC 6901) into the body; ? and the name for a query parameter.",
    "FieldError.detail": "What is wrong, and what would be right.",
  ]
}
