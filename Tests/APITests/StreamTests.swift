import Client
import Experiments
import Foundation
import HTTP
import HTTPTypes
import Jobs
import Store
import Testing

import API

/// What is answered over time: events, logs that grow, claims that wait.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct StreamTests {
  private func level() throws -> (SocketLevel, ServiceClient) {
    let level = try SocketLevel(ServiceFixture())
    return (level, ServiceClient(server: try level.url))
  }

  @Test("Events come as they happen, and those missed are replayed after Last-Event-ID")
  func events() async throws {
    let (level, client) = try level()
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

  @Test("A reader that was away too long is told to read anew, and goes on after the newest event")
  func reset() async throws {
    let (level, client) = try level()
    let last = "\(level.fixture.parts.queue.events.lastId)"
    var stream = client.events(after: "1").makeAsyncIterator()
    #expect(
      try await stream.next() == ServerSentEvent(id: last, kind: "reset", data: "{}"))
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
    #expect(Self.text(try Self.stream(fixture)) == opening)
    feed.publish(.points(.init(runId: "r", metrics: [], stepPoints: [])))
    ServiceFixture.settle(feed)
    let text = Self.text(try Self.stream(fixture, after: id))
    #expect(text.hasPrefix(opening + "id: \(id + 1)\nevent: points\n"))
  }

  @Test("A reader that takes its time gets every event, also those larger than its buffer")
  func slowReader() async throws {
    let fixture = try ServiceFixture()
    let feed = fixture.parts.queue.events
    let first = feed.lastId
    let slow = try Self.stream(fixture, after: first)
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
    let slow = try Self.stream(fixture, after: first)
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
    let streams = try (0..<1_000).map { _ in try Self.stream(fixture, after: first) }
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

  /// The body of the answer to one who asks for events, after `id` if it has one.
  private static func stream(_ fixture: ServiceFixture, after id: Int? = nil) throws -> BodyStream {
    guard
      case .found(let route, _) = Service.routes(fixture.parts).match(.get, "/api/v1/events"),
      case .blocking(let handler) = route.handler,
      let field = HTTPField.Name("Last-Event-ID"),
      case .stream(let stream) = try handler(
        Request(
          method: .get, path: "/api/v1/events", headers: id.map { [field: "\($0)"] } ?? [:])
      ).body
    else { throw HTTPError(.notFound, "no stream") }
    return stream
  }

  private static func text(_ stream: BodyStream) -> String {
    String(decoding: stream.take().chunks.joined(), as: UTF8.self)
  }

  private static func ids(_ text: String) -> [Int] {
    text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.compactMap { Int($0.dropFirst(4)) }
  }

  @Test("Points come as deltas, and only of the run that is asked for")
  func points() async throws {
    let (level, client) = try level()
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
    let (level, _) = try level()
    let fixture = level.fixture
    let feed = fixture.parts.queue.events
    let path = "/api/v1/events"
    guard case .found(let route, _) = Service.routes(fixture.parts).match(.get, path),
      case .blocking(let handler) = route.handler, let job = fixture.names["running"],
      let run = fixture.names["jobRun"],
      case .stream(let stream) = try handler(
        Request(method: .get, path: path, query: Query([(name: "job", value: job)]))
      ).body
    else { throw HTTPError(.notFound, "no stream") }
    for run in ["other", run] {
      feed.publish(.points(.init(runId: run, metrics: [], stepPoints: [])))
    }
    ServiceFixture.settle(feed)
    let text = Self.text(stream)
    #expect(text.contains("\"runId\":\"\(run)\""))
    #expect(!text.contains("\"runId\":\"other\""))
    await level.stop()
  }

  @Test("A log is followed line by line until its job has ended")
  func log() async throws {
    let (level, client) = try level()
    let queue = level.fixture.parts.queue
    let running = try #require(level.fixture.names["running"])
    let lease = try #require(level.fixture.names["lease"])
    var lines = client.followLog(job: running).makeAsyncIterator()
    #expect(try await lines.next() == "2026-11-24T06:00:00.000Z began")
    let line = LogLine(time: ServiceFixture.time, text: "went on")
    try await client.send(RecordBatch(lease: lease, sequence: 1, log: [line]), job: running)
    #expect(try await lines.next() == "2026-11-24T06:00:00.000Z went on")
    _ = try queue.complete(
      job: running, Completion(lease: lease, outcome: .failed, retryable: false))
    #expect(try await lines.next() == nil)
    #expect(try await client.log(job: running).split(separator: "\n").count == 2)
    await level.stop()
  }

  @Test("A log longer than what waits in memory comes whole to a reader that takes its time")
  func longLog() async throws {
    let fixture = try ServiceFixture()
    let queue = fixture.parts.queue
    let running = try #require(fixture.names["running"])
    let lease = try #require(fixture.names["lease"])
    let text = String(repeating: "x", count: 200)
    for sequence in 1...5 {
      let lines = (0..<1000).map { LogLine(time: ServiceFixture.time, text: "\($0) \(text)") }
      try queue.store(
        records: RecordBatch(lease: lease, sequence: sequence, log: lines), job: running)
    }
    _ = try queue.complete(
      job: running, Completion(lease: lease, outcome: .failed, retryable: false))
    let path = "/api/v1/jobs/\(running)/log"
    guard case .found(let route, let parameters) = Service.routes(fixture.parts).match(.get, path),
      case .blocking(let handler) = route.handler
    else { throw HTTPError(.notFound, "no log") }
    var request = Request(
      method: .get, path: path, query: Query([(name: "follow", value: "true")]))
    request.pathParameters = parameters
    guard case .stream(let stream) = try handler(request).body else {
      throw HTTPError(.notFound, "no stream")
    }
    let reason = Task {
      await withCheckedContinuation { continuation in
        stream.onClose { continuation.resume(returning: $0) }
      }
    }
    var read = ""
    while !stream.isClosed { read += Self.text(stream) }
    read += Self.text(stream)
    #expect(await reason.value == .finished)
    #expect(read.split(separator: "\n").count == 5001)
  }

  @Test("Streams that a token opened end when it is revoked, and those of others go on")
  func revoked() async throws {
    let (level, _) = try level()
    let fixture = level.fixture
    let (lost, kept) = (try fixture.makeToken(.read), try fixture.makeToken(.read))
    let running = try #require(fixture.names["running"])
    func client(_ secret: String) throws -> ServiceClient {
      ServiceClient(server: try level.url, token: secret)
    }
    let after = "\(fixture.parts.queue.events.lastId)"
    var events = try client(lost).events(after: after).makeAsyncIterator()
    var others = try client(kept).events(after: after).makeAsyncIterator()
    var log = try client(lost).followLog(job: running).makeAsyncIterator()
    #expect(try await log.next() == "2026-11-24T06:00:00.000Z began")
    _ = try fixture.parts.queue.cancel(job: try #require(fixture.names["queued"]))
    #expect(try await events.next()?.kind == "job")
    #expect(try await others.next()?.kind == "job")

    try fixture.parts.store.write { try $0.revokeToken(id: 1) }
    let last = try await events.next()
    #expect(last?.kind == "dropped" && last?.data == #"{"reason":"access ended"}"#)
    #expect(try await events.next() == nil)
    // The job goes on: what its reader has is not the whole log.
    await #expect(throws: ClientError.self) { while try await log.next() != nil {} }
    _ = try fixture.parts.queue.cancel(job: running)
    #expect(try await others.next()?.kind == "job")
    await level.stop()
  }

  @Test("The streams of a browser end with its session")
  func sessionEnded() async throws {
    let (level, _) = try level()
    let fixture = level.fixture
    _ = try fixture.makeToken(.read)
    let secret = TokenSecret.make()
    let digest = TokenSecret.digest(secret)
    try fixture.parts.store.write {
      try $0.createSession(
        digest: digest, token: 1, expiresAt: Date(timeIntervalSinceNow: 3), now: Date())
    }
    let headers = ["Cookie": "staircase_session=\(secret)"]
    // Its answer is whole only once the stream has ended.
    let answer = try await level.answer(RouteCase("GET /api/v1/events", headers: headers, is: 200))
    #expect(answer.status == 200)
    #expect(answer.body.hasSuffix("event: dropped\ndata: {\"reason\":\"access ended\"}\n\n"))
    #expect(
      try await level.answer(RouteCase("GET /api/v1/events", headers: headers, is: 401)).status
        == 401)
    await level.stop()
  }

  @Test("A claim waits for a job, and gets the one that is submitted meanwhile")
  func claim() async throws {
    let (level, client) = try level()
    let queue = level.fixture.parts.queue
    _ = try queue.cancel(job: try #require(level.fixture.names["queued"]))
    let request = ClaimRequest(workerId: "w9", host: "h", pid: 1, threads: 1, waitSeconds: 30)
    // The worker is listed once its claim waits.
    let after = "\(queue.events.lastId)"
    async let lease = client.claim(request)
    for try await event in client.events(after: after) where event.kind == "worker" { break }
    let job = try await client.submit(
      .defaults(dataset: .fashionMNIST, model: .resnet8), idempotencyKey: "k1")
    #expect(try await lease?.job.id == job.id)
    await level.stop()
  }

  @Test("A claim whose token is revoked while it waits gets no job")
  func claimOfARevokedToken() async throws {
    let (level, _) = try level()
    let fixture = level.fixture
    let queue = fixture.parts.queue
    _ = try queue.cancel(job: try #require(fixture.names["queued"]))
    let client = ServiceClient(server: try level.url, token: try fixture.makeToken(.worker))
    let request = ClaimRequest(workerId: "w9", host: "h", pid: 1, threads: 1, waitSeconds: 30)
    let after = "\(queue.events.lastId)"
    let reader = ServiceClient(server: try level.url, token: try fixture.makeToken(.read))
    async let lease = client.claim(request)
    for try await event in reader.events(after: after) where event.kind == "worker" { break }
    try fixture.parts.store.write { try $0.revokeToken(id: 1) }
    let job = try queue.submit(.defaults(dataset: .fashionMNIST, model: .resnet8))
    do {
      _ = try await lease
      Issue.record("it was answered as before")
    } catch let error as ClientError {
      #expect(error.status == 401)
    }
    #expect(try queue.job(id: job.id).state == .queued)
    await level.stop()
  }

  @Test("The same Idempotency-Key gives the first answer; with another body it is refused")
  func idempotency() async throws {
    let (level, client) = try level()
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    let first = try await client.submit(spec, idempotencyKey: "k")
    let again = try await client.submit(spec, idempotencyKey: "k")
    #expect(again == first)
    spec.seed = 2
    do {
      _ = try await client.submit(spec, idempotencyKey: "k")
      Issue.record("it was accepted")
    } catch let error as ClientError {
      #expect(error.status == 422)
    }
    await level.stop()
  }

  @Test("Following the cursor gives every item once, in order")
  func pages() async throws {
    let (level, client) = try level()
    let whole = try await client.jobs().items.map(\.id)
    var paged: [String] = []
    var cursor: String?
    repeat {
      let page = try await client.jobs(limit: 1, cursor: cursor)
      paged += page.items.map(\.id)
      cursor = page.nextCursor
    } while cursor != nil
    #expect(paged == whole)
    #expect(whole.count == 8)
    await level.stop()
  }

  @Test("A file goes up and comes down the same, however large")
  func artifacts() async throws {
    let (level, client) = try level()
    let run = try #require(level.fixture.names["run"])
    let folder = level.fixture.folder.url
    let bytes = Data((0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
    let (source, target) = (folder.appending(path: "up"), folder.appending(path: "down"))
    try bytes.write(to: source)
    let artifact = try await client.upload(file: source, run: run, path: "big/file name.bin")
    #expect(artifact.bytes == bytes.count)
    try await client.download(run: run, path: "big/file name.bin", to: target)
    #expect(try Data(contentsOf: target) == bytes)
    try await client.delete(artifact: "big/file name.bin", run: run)
    await #expect(throws: ClientError.self) {
      try await client.download(run: run, path: "big/file name.bin", to: target)
    }
    await level.stop()
  }
}
