import Experiments
import HTTPTypes

extension Operation {
  /// Every route that the document describes.
  static func all(_ book: SchemaBook) -> [Operation] {
    jobs(book) + studies(book) + workers(book) + runs(book) + recordings(book) + artifacts(book)
      + service(book)
  }

  private static func service(_ book: SchemaBook) -> [Operation] {
    [
      Operation(
        method: .get, path: .at("/api/v1/events"), id: "watchEvents", tag: .service,
        summary: "Watch what happens",
        detail: """
          Server-sent events without end: `job` with a job that was made or changed, `points` with \
          new points of a run, `worker`, and `log` with new lines. `reset` says that events were \
          missed that can no longer be replayed, and has the id after which others follow; \
          `dropped`, the last one, says why the service ends the stream: the token was revoked or \
          the session has ended.
          """,
        parameters: QueryReader.parameters(EventRoutes.query) + [
          header("Last-Event-ID", "Replays what came after this event.", ["type": "string"])
        ],
        answers: [.text("text/event-stream", "Events.")],
        refusals: [.notFound("run or job")]),
      Operation(
        method: .get, path: .at("/api/v1/session"), id: "showSession", tag: .service,
        summary: "Show who asks",
        answers: [.json(book.reference(Session.self), "The role, and the name of the token.")]),
      Operation(
        method: .post, path: .at("/api/v1/session"), id: "beginSession", tag: .service,
        summary: "Log a browser in",
        detail: "Answers with a cookie that scripts cannot read; it stands for the token.",
        body: .json(
          book.reference(
            "LoginRequest", "What a browser sends to log in.", LoginRequest.init(_:))),
        answers: [
          Answer(
            about: "The browser is logged in.",
            content: ["application/json": ["schema": book.reference(Session.self)]],
            headers: ["Set-Cookie": Answer.header("The session.")])
        ],
        refusals: [
          Refusal(status: 401, about: "The token is unknown here."), .invalid("Fields are wrong."),
        ]),
      Operation(
        method: .delete, path: .at("/api/v1/session"), id: "endSession", tag: .service,
        summary: "Log a browser out", detail: "Also one that is not logged in.",
        answers: [.nothing("It is logged out.")]),
      Operation(
        method: .get, path: .at("/healthz"), id: "isAlive", tag: .service,
        summary: "Whether the service runs", answers: [.text("text/plain", "It does.")]),
      Operation(
        method: .get, path: .at("/readyz"), id: "isReady", tag: .service,
        summary: "Whether the service can answer",
        detail: """
          Also while its disk is full: then all is read as before, writes are refused with 507, and \
          `staircase_disk_available_bytes` at `/metrics` is near 0.
          """,
        answers: [.text("text/plain", "The database answers.")]),
      Operation(
        method: .get, path: .at("/metrics"), id: "showFigures", tag: .service,
        summary: "Figures for Prometheus",
        detail: "Requests, the queue, workers, what was recorded, sizes, and the process.",
        answers: [.text(PrometheusText.contentType, "Prometheus' text format 0.0.4.")]),
      Operation(
        method: .get, path: .at("/openapi.json"), id: "showDocument", tag: .service,
        summary: "This document",
        answers: [.json(["type": "object"], "OpenAPI 3.1.")]),
    ]
  }
}
