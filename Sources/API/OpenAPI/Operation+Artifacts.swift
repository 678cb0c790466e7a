import Experiments
import HTTPTypes

extension Operation {
  static func artifacts(_ book: SchemaBook) -> [Operation] {
    let here = Refusal.notFound("run or artifact")
    let artifact = book.reference(Artifact.self)
    let binary: [String: JSONValue] = ["*/*": [:]]
    return [
      Operation(
        method: .get, path: .run("/artifacts"), id: "listArtifacts", tag: .artifacts,
        summary: "List a run's artifacts",
        parameters: QueryReader.parameters(QueryReader.wholeList),
        answers: [.json(book.reference(Page<Artifact>.self), "All of them, by path.")],
        refusals: [.notFound("run")]),
      Operation(
        method: .get, path: .artifact, id: "readArtifact",
        tag: .artifacts, summary: "Read an artifact",
        detail: "`Range` and preconditions work as RFC 9110 says.",
        answers: [
          Answer(
            about: "Its content.", content: binary,
            headers: ["ETag": Answer.header("The content's SHA-256.")]),
          Answer(status: 206, about: "The range that was asked for.", content: binary),
          Answer(status: 304, about: "It has not changed."),
        ],
        refusals: [
          here, Refusal(status: 410, about: "Its file is gone from the disk of the service."),
          .otherVersion, Refusal(status: 416, about: "The range is beyond its end."),
        ]),
      Operation(
        method: .put, path: .artifact, id: "storeArtifact",
        tag: .artifacts, summary: "Store an artifact",
        detail: """
          Of any size: it goes to disk as it comes. It replaces what had its path; with \
          `If-None-Match: *` it does not, and with `If-Match` only that version.
          """,
        parameters: [
          header(
            "Staircase-Lease", "A job's own run takes artifacts only from the lease's holder.",
            ["type": "string"])
        ],
        body: Body(content: ["application/octet-stream": [:]], isRequired: false),
        answers: [
          .json(artifact, "What is stored in place of another."),
          .json(artifact, "What is stored.", status: 201),
        ],
        refusals: [
          here, .conflict("The lease of the run's job is not this one."), .otherVersion,
          .invalid("The path cannot name an artifact."),
          Refusal(status: 507, about: "The disk of the service is full."),
        ]),
      Operation(
        method: .delete, path: .artifact, id: "deleteArtifact",
        tag: .artifacts, summary: "Delete an artifact",
        detail: "With `If-Match`, only that version.", answers: [.nothing("It is gone.")],
        refusals: [here, .conflict("A job that has not ended makes the run."), .otherVersion]),
    ]
  }
}
