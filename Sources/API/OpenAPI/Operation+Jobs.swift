import Experiments
import HTTPTypes

extension Operation {
  static func jobs(_ book: SchemaBook) -> [Operation] {
    let job = book.reference(Job.self)
    let queue = book.reference(QueueStatus.self)
    let here = Refusal.notFound("job")
    return [
      Operation(
        method: .post, path: .at("/api/v1/jobs"), id: "submitJob", tag: .jobs,
        summary: "Submit a training job",
        detail: """
          Only `dataset` and `model` must be given; `GET /api/v1/spec-defaults` shows all else. \
          The job waits in the queue for a worker, or, with `after` or `start` from a job, for \
          other jobs first.
          """,
        parameters: [idempotencyKey("spec")],
        body: .json(SchemaBook.reference(to: "JobSpec"), examples: specs),
        answers: [
          .created(
            job, "The job, queued or blocked.",
            links: [
              "show": Answer.link(to: "showJob"), "cancel": Answer.link(to: "cancelJob"),
              "log": Answer.link(to: "showJobLog"), "run": Answer.link(to: "showRun", id: "runId"),
            ])
        ],
        refusals: [
          .conflict("A job that this one comes after has not succeeded and will not."),
          .invalid(
            "Fields are wrong, or name what is not there: jobs, runs, the data set's files. Or the "
              + "Idempotency-Key came before with another spec."),
        ]),
      Operation(
        method: .get, path: .at("/api/v1/jobs"), id: "listJobs", tag: .jobs,
        summary: "List jobs, the newest first",
        parameters: QueryReader.parameters(JobRoutes.query),
        answers: [.page(book.reference(Page<Job>.self), "Jobs.")]),
      Operation(
        method: .get, path: .job(), id: "showJob", tag: .jobs,
        summary: "Show a job", answers: [.json(job, "The job.")], refusals: [here]),
      Operation(
        method: .patch, path: .job(), id: "changeJob", tag: .jobs,
        summary: "Change a job's priority",
        detail: "Counts from the next claim on; a job that runs goes on.",
        body: .json(
          book.reference("JobPatch", "What to change of a job.", JobPatch.init(_:)),
          examples: ["first": ["priority": 10]]),
        answers: [.json(job, "The job as it is now.")],
        refusals: [here, .otherVersion, .invalid("Fields are wrong.")]),
      Operation(
        method: .post, path: .job("/cancel"), id: "cancelJob", tag: .jobs,
        summary: "Cancel a job",
        detail: "A queued job is canceled at once, a running one after its present step.",
        answers: [
          .json(
            job, "The job, canceled or stopping.", links: ["retry": Answer.link(to: "retryJob")])
        ],
        refusals: [here, .conflict("The job has ended otherwise.")]),
      Operation(
        method: .post, path: .job("/retry"), id: "retryJob", tag: .jobs,
        summary: "Put a job that did not succeed back in the queue",
        answers: [.json(job, "The job, queued or blocked.")],
        refusals: [
          here,
          .conflict("The job has not ended, or has succeeded, or comes after one that failed."),
          .invalid("Its spec names a job or run that is no longer there."),
        ]),
      Operation(
        method: .get, path: .job("/log"), id: "showJobLog", tag: .jobs,
        summary: "Read a job's log", detail: "A line begins with its time.",
        parameters: QueryReader.parameters(LogRoutes.query),
        answers: [.text("text/plain; charset=utf-8", "The lines.")], refusals: [here]),
      Operation(
        method: .get, path: .at("/api/v1/queue"), id: "showQueue", tag: .jobs,
        summary: "Show the queue as a whole", answers: [.json(queue, "The queue.")]),
      Operation(
        method: .post, path: .at("/api/v1/queue/pause"), id: "pauseQueue", tag: .jobs,
        summary: "Give out no jobs", detail: "Those that run go on.",
        answers: [.json(queue, "The queue, paused.")]),
      Operation(
        method: .post, path: .at("/api/v1/queue/resume"), id: "resumeQueue", tag: .jobs,
        summary: "Give out jobs again", answers: [.json(queue, "The queue.")]),
      Operation(
        method: .get, path: .at("/api/v1/spec-defaults"), id: "showSpecDefaults", tag: .jobs,
        summary: "Show every key of a spec with its default",
        answers: [.json(SchemaBook.reference(to: "JobSpec"), "A spec.")]),
    ]
  }

  /// Examples of specs.
  private static let specs: [String: JSONValue] = [
    "float32": [
      "name": "float32", "experiment": "fashion", "dataset": ["name": "fashion-mnist"],
      "model": ["name": "resnet8"], "quantizer": ["method": "none"],
      "optimizer": ["learningRate": 0.1],
    ],
    "twoBits": [
      "name": "w2a2", "experiment": "fashion", "epochs": 2, "dataset": ["name": "fashion-mnist"],
      "model": ["name": "resnet8"], "quantizer": ["weightBits": 2, "activationBits": 2],
    ],
  ]
}
