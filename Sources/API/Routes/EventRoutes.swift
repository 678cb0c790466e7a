import Experiments
import HTTP
import HTTPTypes
import Jobs
import Store

/// What happens, as it happens: a stream of server-sent events.
struct EventRoutes: Sendable {
  let store: Store
  let events: EventFeed
  let streams: OpenStreams
  private let texts = EventTexts()

  init(store: Store, events: EventFeed, streams: OpenStreams) {
    (self.store, self.events, self.streams) = (store, events, streams)
  }

  /// `?run=` narrows the points to those of one run, and `?job=` the jobs, their logs and points to
  /// those of one job. Log lines come only to those who ask for a job. `Last-Event-ID` replays what
  /// was missed.
  func stream(_ request: Request) throws -> Response {
    let filter = try known(QueryReader.read(request, Self.query))
    // An id that no service gave is one of events that are no longer kept.
    let after = request.headers[.lastEventID].map { Int($0) ?? 0 }
    let body = BodyStream(isOpenEnded: true)
    EventSender(events, texts: texts, filter: filter, after: after, to: body).start()
    streams.add(body, of: request, isOfEvents: true)
    return Response(
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
      ], body: .stream(body))
  }

  /// The filter with the run that its job makes. Throws `.notFound` for a run or job that is
  /// unknown.
  private func known(_ filter: EventFilter) throws -> EventFilter {
    var filter = filter
    filter.runOfJob = try filter.job.map { id in try store.read { try $0.job(id: id) }.runId }
    if let run = filter.run { try store.read(run: run) { _ in } }
    return filter
  }

  static func query(_ query: QueryReader) -> EventFilter {
    EventFilter(
      run: query.text("run", about: "Only points of this run, and its job."),
      job: query.text("job", about: "Only this job, with its points and the lines of its log."))
  }
}
