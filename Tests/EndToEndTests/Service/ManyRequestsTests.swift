import Client
import Experiments
import Foundation
import Glibc
import TestSupport
import Testing

/// What a service must not lose over many requests and connections.
@Suite(.serialized)
struct ManyRequestsTests {
  /// `REQUESTS=1000000 swift test -c release --filter ManyRequests` makes a long run of it.
  private static let requests =
    ProcessInfo.processInfo.environment["REQUESTS"].flatMap { Int($0) } ?? 10_000

  /// Sent in one piece over a connection: what is quick and what blocks, files, errors, writes, an
  /// upload.
  private static func batch(run: String) -> [String] {
    func get(_ path: String, _ fields: String = "") -> String {
      "GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n"
    }
    func send(_ method: String, _ path: String, _ body: String) -> String {
      "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
    let quick = [
      get("/healthz"), get("/", "Accept-Encoding: gzip\r\n"), get("/js/main.js"),
      get("/api/v1/nothing"), get("/js/main.js", "Range: bytes=0-9\r\n"),
      get("/api/v1/runs/\(run)"), get("/api/v1/jobs"), send("POST", "/api/v1/jobs", "{}"),
    ]
    let writes = [
      send(
        "POST", "/api/v1/runs/\(run)/metrics",
        #"{"metrics": [{"key": "loss", "step": 1, "value": 2}]}"#),
      send("PUT", "/api/v1/runs/\(run)/artifacts/a.bin", String(repeating: "x", count: 4096)),
    ]
    return (0..<12).flatMap { _ in quick } + writes
      + ["GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"]
  }

  @Test("Descriptors, threads and memory stay as they are over very many requests")
  func growth() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let run = try await service.client.createRun(RunRequest(name: "many", experiment: "tests"))
    let port = try #require(service.url.port)
    let batch = Self.batch(run: run.id)
    let text = batch.joined()

    func send(_ count: Int) throws {
      for round in 0..<max(1, count / batch.count) {
        // A stream that is left, a request that is none, and a head that is never finished.
        let stream = try RawConnection(port: port)
        try stream.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try stream.receive()
        let malformed = try RawConnection(port: port)
        try malformed.send("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n")
        _ = try malformed.rest()
        try RawConnection(port: port).send("GET / HT")

        let client = try RawConnection(port: port)
        try client.send(text)
        let answer = String(decoding: try client.rest(), as: UTF8.self)
        let answers = answer.components(separatedBy: "HTTP/1.1 ").count - 1
        try #require(answers == batch.count, "round \(round)")
      }
    }
    /// Waits until the service has noticed that all connections are gone, but for the one that asks
    /// and the one that made the run.
    func settled() async throws -> ProcessState {
      try await waitUntil {
        let client = try RawConnection(port: port)
        try client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let figures = String(decoding: try client.rest(), as: UTF8.self)
        let found = figures.firstMatch(of: /\nstaircase_http_connections (\d+)\n/)
        return try #require(found.flatMap { Int($0.1) }) <= 2
      }
      return try ProcessState(pid: service.pid)
    }

    try send(5_000)
    let before = try await settled()
    try send(Self.requests)
    let after = try await settled()
    print("\(Self.requests) requests: before \(before), after \(after)")
    // The store may open the rest of its eight readers meanwhile, with two or three files each.
    #expect(after.descriptors <= before.descriptors + 24)
    #expect(after.threads <= before.threads + 4)
    #expect(after.memory <= before.memory + 6 << 20)
  }

  @Test(
    "Ten thousand idle connections take less than 8 KiB each, and others are served beside them")
  func idleConnections() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let port = try #require(service.url.port)
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let count = min(10_000, Int(clamping: limit.rlim_cur) - 500)

    func hold(_ count: Int) throws -> [RawConnection] {
      try (0..<count).map { _ in
        let connection = try RawConnection(port: port)
        try connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _ = try connection.receive()
        return connection
      }
    }
    let few = try hold(100)
    let before = try ProcessState(pid: service.pid)
    let many = try hold(count)
    let after = try ProcessState(pid: service.pid)
    let each = (after.memory - before.memory) / count
    print("\(count) idle connections: \(each) bytes each")
    #expect(after.descriptors >= before.descriptors + count)
    #expect(each < 8 << 10)
    #expect(try await service.client.jobs().items.isEmpty)
    for connection in [few[0], many[0], many[count - 1]] {
      try connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      #expect(String(decoding: try connection.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test(
    "A service that is out of descriptors serves the next client when one goes",
    .timeLimit(.minutes(1)))
  func fewDescriptors() async throws {
    let service = try await LiveService.start(workers: 0, ["--log-level", "error"])
    defer { service.end() }
    let port = try #require(service.url.port)
    let count = try ProcessState(pid: service.pid).descriptors + 10
    let limiting = try Process.run(
      URL(filePath: "/usr/bin/prlimit"),
      arguments: ["--pid", "\(service.pid)", "--nofile=\(count)"])
    limiting.waitUntilExit()
    #expect(limiting.terminationStatus == 0)
    var waiting = try (0..<40).map { _ in
      let client = try RawConnection(port: port)
      try client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
      return client
    }
    try await waitUntil { try ProcessState(pid: service.pid).descriptors >= count }
    // They are taken in the order in which they came.
    while !waiting.isEmpty {
      let answer = try waiting.removeFirst().receive()
      #expect(String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 200"))
    }
  }
}
