extension PropertyTexts {
  static let workers: [String: String] = [
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
    "Lease.teacherRunId": "The run whose final weights teach, where the spec names a job or run.",
    "HeartbeatAnswer": "What the worker should do.",
    "HeartbeatAnswer.command":
      "cancel: stop, and complete as canceled; drain: end this job, then ask for no other.",
  ]
}
