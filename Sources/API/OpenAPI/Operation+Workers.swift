import Experiments
import HTTPTypes

extension Operation {
  static func workers(_ book: SchemaBook) -> [Operation] {
    let here = Refusal.notFound("job")
    let worker = book.reference(WorkerInfo.self)
    let lost = Refusal.conflict("The lease is lost: stop working on the job.")
    let invalid = Refusal.invalid("Fields are wrong.")
    return [
      Operation(
        method: .get, path: .at("/api/v1/workers"), id: "listWorkers", tag: .workers,
        summary: "List the workers that were heard of lately",
        parameters: QueryReader.parameters(QueryReader.wholeList),
        answers: [.json(book.reference(Page<WorkerInfo>.self), "All of them.")]),
      Operation(
        method: .post, path: .worker("/drain"), id: "drainWorker", tag: .workers,
        summary: "Give a worker no other job", detail: "It ends the one at hand.",
        answers: [.json(worker, "The worker.")], refusals: [.notFound("worker")]),
      Operation(
        method: .post, path: .worker("/resume"), id: "resumeWorker", tag: .workers,
        summary: "Give a drained worker jobs again", answers: [.json(worker, "The worker.")],
        refusals: [.notFound("worker")]),
      Operation(
        method: .get, path: .at("/api/v1/worker-slots"), id: "listWorkerSlots", tag: .workers,
        summary: "List the worker processes that the service looks after",
        parameters: QueryReader.parameters(QueryReader.wholeList),
        answers: [
          .json(
            [
              "type": "object", "required": ["items"],
              "properties": [
                "items": ["type": "array", "items": book.reference("WorkerSlot", slot)]
              ],
            ], "All of them.")
        ]),
      Operation(
        method: .post, path: .at("/api/v1/workers/claim"), id: "claimJob", tag: .workers,
        summary: "Claim a job", detail: "Waits for one, at most `waitSeconds`.",
        body: .json(
          book.reference("ClaimRequest", "A worker that asks for a job.", ClaimRequest.init(_:))),
        answers: [
          .json(book.reference(Lease.self), "The lease of a job."),
          .nothing("There was no job."),
        ],
        refusals: [invalid]),
      Operation(
        method: .post, path: .job("/heartbeat"), id: "renewLease", tag: .workers,
        summary: "Renew a lease",
        body: .json(
          book.reference("Heartbeat", "A sign of life, which renews the lease.", Heartbeat.init(_:))
        ),
        answers: [.json(book.reference(HeartbeatAnswer.self), "What to do.")],
        refusals: [here, lost, invalid]),
      Operation(
        method: .post, path: .job("/records"), id: "storeRecords", tag: .workers,
        summary: "Deliver what was recorded",
        body: .json(
          book.reference(
            "RecordBatch",
            "What a worker recorded since its last batch, stored as a whole or not at all.",
            RecordBatch.init(_:))),
        answers: [.nothing("It is on disk.")],
        refusals: [
          here, lost, .invalid("Fields are wrong, or points name a quantizer that was not given."),
        ]),
      Operation(
        method: .post, path: .job("/complete"), id: "completeJob", tag: .workers,
        summary: "End an attempt",
        body: .json(
          book.reference(
            "Completion",
            "The last word of an attempt. Said again under the same lease, it changes nothing.",
            Completion.init(_:))),
        answers: [.json(book.reference(Job.self), "The job as it is now.")],
        refusals: [here, lost, invalid]),
    ]
  }

  /// What `WorkerSlot` writes: the members depend on the state.
  private static let slot: JSONValue = [
    "type": "object", "description": "One place for a worker process.",
    "required": ["number", "state", "starts", "earlyEnds", "crashLoop"],
    "properties": [
      "number": ["type": "integer", "minimum": 1, "description": "Its place."],
      "state": [
        "type": "string", "enum": ["running", "waiting", "stopped"],
        "description": "Whether a process runs, or waits to be started.",
      ],
      "workerId": ["type": "string", "description": "The worker that runs here."],
      "pid": ["type": "integer", "description": "Its process id."],
      "startsAt": [
        "type": "string", "format": "date-time", "description": "When the next one is started.",
      ],
      "starts": [
        "type": "integer", "minimum": 0, "description": "Processes that were started here.",
      ],
      "earlyEnds": ["type": "integer", "minimum": 0, "description": "Early ends in a row."],
      "crashLoop": ["type": "boolean", "description": "Whether they end as soon as they begin."],
      "lastEnd": [
        "type": "string", "description": "How the last one ended, in words.",
        "examples": ["exited with code 3", "ended by signal 9"],
      ],
      "lastWords": ["type": "string", "description": "The last line that it wrote."],
    ],
  ]
}
