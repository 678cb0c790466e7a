import Experiments
import HTTPTypes

extension Operation {
  static func runs(_ book: SchemaBook) -> [Operation] {
    let experiment = book.reference(Experiment.self)
    let run = book.reference(Run.self)
    let here = Refusal.notFound("run")
    return [
      Operation(
        method: .get, path: .at("/api/v1/experiments"), id: "listExperiments", tag: .runs,
        summary: "List experiments, the newest first",
        parameters: QueryReader.parameters(ExperimentRoutes.query),
        answers: [.page(book.reference(Page<Experiment>.self), "Experiments.")]),
      Operation(
        method: .post, path: .at("/api/v1/experiments"), id: "createExperiment", tag: .runs,
        summary: "Make an experiment",
        detail: "Jobs and runs that name an experiment make it too.",
        parameters: [idempotencyKey("experiment")],
        body: .json(
          book.reference(
            "ExperimentRequest", "The name of an experiment.", ExperimentRequest.init(_:)),
          examples: ["fashion": ["name": "fashion"]]),
        answers: [
          .created(
            experiment, "The experiment.", links: ["show": Answer.link(to: "showExperiment")])
        ],
        refusals: [
          .conflict("There is an experiment of this name."),
          .invalid(
            "Fields are wrong. Or the Idempotency-Key came before with another experiment."),
        ]),
      Operation(
        method: .get, path: .experiment, id: "showExperiment", tag: .runs,
        summary: "Show an experiment", answers: [.json(experiment, "The experiment.")],
        refusals: [.notFound("experiment")]),
      Operation(
        method: .patch, path: .experiment, id: "renameExperiment", tag: .runs,
        summary: "Rename an experiment",
        detail:
          "Its runs stay in it. A spec that has the old name makes an experiment of it again.",
        body: .json(
          SchemaBook.reference(to: "ExperimentRequest"),
          examples: ["fashion": ["name": "fashion"]]),
        answers: [.json(experiment, "The experiment as it is now.")],
        refusals: [
          .notFound("experiment"),
          .conflict("There is an experiment of this name, or it is number 0, \"Default\"."),
          .otherVersion, .invalid("Fields are wrong."),
        ]),
      Operation(
        method: .delete, path: .experiment, id: "deleteExperiment", tag: .runs,
        summary: "Delete an experiment that has no runs", answers: [.nothing("It is deleted.")],
        refusals: [
          .notFound("experiment"),
          .conflict(
            "It has runs, perhaps deleted ones that are not purged, or is number 0, \"Default\"."),
          .otherVersion,
        ]),
      Operation(
        method: .get, path: .at("/api/v1/runs"), id: "listRuns", tag: .runs,
        summary: "List runs, the newest first",
        parameters: QueryReader.parameters(RunRoutes.query),
        answers: [.page(book.reference(Page<Run>.self), "Runs.")]),
      Operation(
        method: .post, path: .at("/api/v1/runs"), id: "createRun", tag: .runs,
        summary: "Make a run to log to",
        detail: """
          For programs that train on their own. A run is `running` until it is changed. Its tag \
          `user` is the name of the token that made it, unless another is given.
          """,
        parameters: [idempotencyKey("run")],
        body: .json(
          book.reference(
            "RunRequest", "A new run; every key may be left out.", RunRequest.init(_:)),
          examples: [
            "mine": ["name": "mine", "experiment": "fashion", "parameters": ["learningRate": 0.1]]
          ]),
        answers: [
          .created(
            run, "The run.",
            links: [
              "show": Answer.link(to: "showRun"), "change": Answer.link(to: "changeRun"),
              "log": Answer.link(to: "logMetrics"), "metrics": Answer.link(to: "showMetrics"),
              "artifacts": Answer.link(to: "listArtifacts"), "delete": Answer.link(to: "deleteRun"),
            ])
        ],
        refusals: [
          .invalid("Fields are wrong. Or the Idempotency-Key came before with another run.")
        ]),
      Operation(
        method: .get, path: .run(), id: "showRun", tag: .runs,
        summary: "Show a run", answers: [.json(run, "The run.")], refusals: [here]),
      Operation(
        method: .patch, path: .run(), id: "changeRun", tag: .runs,
        summary: "Change a run", detail: "What is not given stays as it is. \(onlyThatVersion)",
        body: .json(
          book.reference("RunPatch", "What to change of a run.", RunPatch.init(_:)),
          examples: ["end": ["status": "finished", "tags": ["best": "yes"]]]),
        answers: [.json(run, "The run as it is now.")],
        refusals: [
          here,
          .conflict(
            "A parameter has another value, a job sets the status, or `endedAt` ends nothing."
          ),
          .otherVersion, .invalid("Fields are wrong."),
        ]),
      Operation(
        method: .delete, path: .run(), id: "deleteRun", tag: .runs,
        summary: "Delete a run",
        detail: "It can be restored. Again changes nothing. \(onlyThatVersion)",
        answers: [.nothing("It is deleted.")],
        refusals: [here, .conflict("Its job has not ended."), .otherVersion]),
      Operation(
        method: .post, path: .run("/restore"), id: "restoreRun", tag: .runs,
        summary: "Bring a deleted run back", answers: [.json(run, "The run.")],
        refusals: [here]),
    ]
  }

  private static let onlyThatVersion =
    "With `If-Match` and the `ETag` of an answer, only that version."
}
