import HTTP
import HTTPTypes
import Jobs

/// What happens, as it happens: a stream of server-sent events.
struct EventRoutes: Sendable {
  let events: EventFeed
  let streams: OpenStreams
  private let texts = EventTexts()

  init(events: EventFeed, streams: OpenStreams) {
    (self.events, self.streams) = (events, streams)
  }

  /// `?run=` narrows the points, and `?job=` the jobs and their logs, to those of one. Log lines
  /// come only to those who ask for a job. `Last-Event-ID` replays what was missed.
  func stream(_ request: Request) throws -> Response {
    let filter = try QueryReader.read(request, Self.query)
    let after = request.headers[.lastEventID].flatMap { Int($0) }
    let body = BodyStream(limit: 1 << 20)
    body.write(ServerSentText.opening)
    let subscription = events.subscribe(
      after: after, missed: { body.write(ServerSentText.missed) },
      { [texts] entry in
        guard filter.admits(entry.event), let text = try? texts.text(of: entry) else { return }
        // A reader that cannot keep up is let go; it comes back and gets what it missed.
        if case .full = body.write(text) { body.close(.slowReader, saying: ServerSentText.dropped) }
      })
    streams.add(body, of: request, isOfEvents: true)
    body.onClose { _ in subscription.cancel() }
    return Response(
      headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: .stream(body))
  }

  static func query(_ query: QueryReader) -> EventFilter {
    EventFilter(
      run: query.text("run", about: "Only points of this run, and its job."),
      job: query.text("job", about: "Only this job, with the lines of its log."))
  }
}
