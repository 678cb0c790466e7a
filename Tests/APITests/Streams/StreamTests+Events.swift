import Client
import Dispatch
import Experiments
import HTTP
import HTTPTypes
import Jobs
import Testing

import API

extension StreamTests {
  @Test("Events come as they happen, and those missed are replayed after Last-Event-ID")
  func events() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    let queue = level.fixture.parts.queue
    let queued = try #require(level.fixture.names["queued"])
    var stream = client.events(after: "\(queue.events.lastId)").makeAsyncIterator()
    _ = try queue.cancel(job: queued)
    let first = try #require(try await stream.next())
    guard case .job(let job)? = try first.event() else {
      Issue.record("\(first)")
      return
    }
    #expect(job.id == queued)
    #expect(job.state == .canceled)
    _ = try queue.retry(job: queued)
    let second = try #require(try await stream.next())
    #expect(try #require(second.id.flatMap(Int.init)) > #require(first.id.flatMap(Int.init)))
    var again = client.events(after: first.id).makeAsyncIterator()
    #expect(try await again.next() == second)
    await level.stop()
  }

  @Test(
    "A reader that was away too long is told to read anew, and goes on after the newest event",
    arguments: ["1", "of something else"])
  func reset(_ last: String) async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    let newest = "\(level.fixture.parts.queue.events.lastId)"
    var stream = client.events(after: last).makeAsyncIterator()
    #expect(
      try await stream.next() == ServerSentEvent(id: newest, kind: "reset", data: "{}"))
    _ = try level.fixture.parts.queue.cancel(job: try #require(level.fixture.names["queued"]))
    #expect(try await stream.next()?.kind == "job")
    await level.stop()
  }

  @Test("A reader that comes back before its first event goes on from where it began")
  func opening() throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let id = feed.lastId
    let opening = "retry: 2000\nid: \(id)\n\n"
    #expect(Self.text(try Self.events(fixture)) == opening)
    feed.publish(.points(.init(runId: "r", metrics: [], stepPoints: [])))
    ServiceFixture.settle(feed)
    let text = Self.text(try Self.events(fixture, after: id))
    #expect(text.hasPrefix(opening + "id: \(id + 1)\nevent: points\n"))
  }

  @Test("A reader that comes while an event is on its way gets it")
  func onItsWay() throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let first = feed.lastId
    let (isHeld, isFree, hasBegun) = (
      DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
    )
    let holder = feed.subscribe { entry in
      guard entry.id == first + 1 else { return }
      isHeld.signal()
      isFree.wait()
    }
    feed.publish(.points(.init(runId: "r", metrics: [], stepPoints: [])))
    isHeld.wait()
    feed.publish(.points(.init(runId: "r", metrics: [], stepPoints: [])))
    let stream = try Self.events(fixture, after: first)
    isFree.signal()
    let late = feed.subscribe({ _ in }, began: { hasBegun.signal() })
    hasBegun.wait()
    #expect(Self.ids(Self.text(stream)) == [first, first + 1, first + 2])
    for subscription in [holder, late] { subscription.cancel() }
  }

  @Test("A reader that takes its time gets every event, also those larger than its buffer")
  func slowReader() async throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let first = feed.lastId
    let slow = try Self.events(fixture, after: first)
    for count in [30_000] + Array(repeating: 500, count: 60) {
      let points = (0..<count).map {
        MetricPoint(key: "loss", step: $0, value: 0.5, time: ServiceFixture.time)
      }
      feed.publish(.points(.init(runId: "r", metrics: points, stepPoints: [])))
    }
    ServiceFixture.settle(feed)
    var ids: [Int] = []
    while ids.last != first + 61 { ids += Self.ids(Self.text(slow)) }
    #expect(ids == Array(first...first + 61))
    #expect(!slow.isClosed)
  }

  @Test("A reader that falls too far behind is told to read anew, and goes on from there")
  func farBehind() async throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let first = feed.lastId
    let slow = try Self.events(fixture, after: first)
    for step in 0..<10_000 {
      let point = MetricPoint(key: "loss", step: step, value: 0.5, time: ServiceFixture.time)
      feed.publish(.points(.init(runId: "r", metrics: [point], stepPoints: [])))
    }
    ServiceFixture.settle(feed)
    let last = feed.lastId
    var text = ""
    while !text.hasSuffix("id: \(last)\nevent: reset\ndata: {}\n\n") { text += Self.text(slow) }
    // Whole events in order, then nothing of those that are still kept.
    let ids = Self.ids(text).dropLast()
    #expect(ids.elementsEqual(first..<first + ids.count))
    feed.publish(.points(.init(runId: "r", metrics: [], stepPoints: [])))
    ServiceFixture.settle(feed)
    text = ""
    while text.isEmpty { text += Self.text(slow) }
    #expect(Self.ids(text) == [last + 1])
  }

  @Test("A thousand readers are all told the same, in the same order")
  func manyReaders() async throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let first = feed.lastId
    let streams = try (0..<1_000).map { _ in try Self.events(fixture, after: first) }
    for step in 0..<20 {
      let point = MetricPoint(key: "loss", step: step, value: 0.5, time: ServiceFixture.time)
      feed.publish(.points(.init(runId: "r", metrics: [point], stepPoints: [])))
    }
    for stream in streams {
      var ids: [Int] = []
      while ids.last != first + 20 { ids += Self.ids(Self.text(stream)) }
      #expect(ids == Array(first...first + 20))
    }
  }

  @Test("Points come as deltas, and only of the run that is asked for")
  func points() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
    let fixture = level.fixture
    let run = try #require(fixture.names["run"])
    var stream = client.events(run: run, after: "\(fixture.parts.queue.events.lastId)")
      .makeAsyncIterator()
    let point = MetricPoint(key: "loss", step: 2, value: 0.25, time: ServiceFixture.time)
    _ = try fixture.parts.queue.cancel(job: try #require(fixture.names["queued"]))
    try await client.log([point], run: run)
    guard case .points(let points)? = try await stream.next()?.event() else {
      Issue.record("no points")
      return
    }
    #expect(points.runId == run)
    #expect(points.metrics == [point])
    // The same point again is nothing new.
    try await client.log([point], run: run)
    #expect(try await client.run(run).latest["loss"] == point)
    await level.stop()
  }

  @Test("Those who ask for a job get the points of its run alone")
  func pointsOfAJob() async throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let job = try #require(fixture.names["running"])
    let run = try #require(fixture.names["jobRun"])
    let stream = try Self.stream(fixture, "/api/v1/events", query: (name: "job", value: job))
    for run in ["other", run] {
      feed.publish(.points(.init(runId: run, metrics: [], stepPoints: [])))
    }
    ServiceFixture.settle(feed)
    let text = Self.text(stream)
    #expect(text.contains("\"runId\":\"\(run)\""))
    #expect(!text.contains("\"runId\":\"other\""))
  }

  @Test("Lines of logs come only to those who ask for their job, which get no other's")
  func linesOfLogs() async throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let job = try #require(fixture.names["running"])
    let all = try Self.events(fixture)
    let one = try Self.stream(fixture, "/api/v1/events", query: (name: "job", value: job))
    for id in ["other", job] {
      let line = LogLine(time: ServiceFixture.time, text: "said by \(id)")
      feed.publish(.log(Event.NewLines(jobId: id, lines: [line])))
    }
    _ = try fixture.parts.queue.cancel(job: try #require(fixture.names["queued"]))
    ServiceFixture.settle(feed)
    let (everything, ofTheJob) = (Self.text(all), Self.text(one))
    #expect(everything.contains("event: job") && !everything.contains("event: log"))
    #expect(ofTheJob.contains("said by \(job)"))
    #expect(!ofTheJob.contains("said by other") && !ofTheJob.contains("event: job"))
  }

  /// The stream of one who asks for events, after `id` if it has one.
  private static func events(_ fixture: ServiceFixture, after id: Int? = nil) throws -> BodyStream {
    let field = try #require(HTTPField.Name("Last-Event-ID"))
    return try stream(
      fixture, "/api/v1/events", headers: id.map { [field: "\($0)"] } ?? [:])
  }

  private static func ids(_ text: String) -> [Int] {
    text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap { Int($0.dropFirst(4)) }
  }
}
