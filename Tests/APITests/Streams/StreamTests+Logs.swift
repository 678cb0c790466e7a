import Client
import Experiments
import HTTP
import Jobs
import Testing

import API

extension StreamTests {
  @Test("A log is followed line by line until its job has ended")
  func log() async throws {
    let level = try SocketLevel(ServiceFixture())
    let client = try level.client
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
    let stream = try Self.stream(
      fixture, "/api/v1/jobs/\(running)/log", query: (name: "follow", value: "true"))
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

  @Test("Of long lines, no more wait in memory than of others")
  func longLines() throws {
    let fixture = try ServiceFixture()
    let running = try #require(fixture.names["running"])
    let lease = try #require(fixture.names["lease"])
    let text = String(repeating: "x", count: 100_000)
    let lines = (0..<40).map { _ in LogLine(time: ServiceFixture.time, text: text) }
    try fixture.parts.queue.store(
      records: RecordBatch(lease: lease, sequence: 1, log: lines), job: running)
    let stream = try Self.stream(fixture, "/api/v1/jobs/\(running)/log")
    var sizes: [Int] = []
    while !stream.isClosed {
      stream.duePull()?()
      sizes.append(stream.take().chunks.joined().count)
    }
    #expect(sizes.allSatisfy { $0 < 400_000 }, "\(sizes)")
    #expect(sizes.reduce(0, +) > 4_000_000)
  }
}
