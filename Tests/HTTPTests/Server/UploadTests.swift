import Dispatch
import Glibc
import HTTPTypes
import Synchronization
import Testing

import HTTP

/// Bodies that stream to sinks.
@Suite struct UploadTests {
  /// A sink that writes down what happens to it, and can be made to wait or fail.
  final class Recorder: BodySink {
    let received = Mutex(0)
    /// How many pieces it came in.
    let pieces = Mutex(0)
    let gate: DispatchSemaphore?
    let failure: HTTPError?
    let canceled = Promise<Bool>()
    let opened = Promise<Bool>()

    init(gate: DispatchSemaphore? = nil, failure: HTTPError? = nil) {
      self.gate = gate
      self.failure = failure
    }

    func receive(_ bytes: [UInt8]) throws {
      opened.keep(true)
      if let gate {
        gate.wait()
        gate.signal()
      }
      if let failure { throw failure }
      received.withLock { $0 += bytes.count }
      pieces.withLock { $0 += 1 }
    }

    func finish(trailers: HTTPFields) throws -> Response {
      Response(status: .created, text: "\(received.withLock { $0 })")
    }

    func cancel() {
      canceled.keep(true)
    }
  }

  private func server(_ sink: Recorder, bodyLimit: Int64? = nil) throws -> HTTPServer {
    try TestServer.start { router in
      router.onUpload(.put, "/{path...}", bodyLimit: bodyLimit) { request in
        if request.pathParameters["path"] == "taken" { throw HTTPError(.conflict, "It is there.") }
        return sink
      }
    }
  }

  private func put(_ path: String, _ lines: String...) -> String {
    "PUT \(path) HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
  }

  @Test func streamsToTheSink() throws {
    let client = try RawClient(port: try server(Recorder()).port)
    try client.send(put("/a", "Content-Length: 1000000"))
    try client.send([UInt8](repeating: 1, count: 1_000_000))
    let reply = try client.reply()
    #expect(reply.status == 201)
    #expect(reply.text == "1000000")
  }

  @Test func streamsChunksAndKeepsTheConnection() throws {
    let client = try RawClient(port: try server(Recorder()).port)
    try client.send(put("/a", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n")
    #expect(try client.reply().text == "5")
    try client.send(put("/b", "Content-Length: 0"))
    #expect(try client.reply().text == "5")
  }

  @Test func handsSmallChunksOnTogether() throws {
    let sink = Recorder(gate: DispatchSemaphore(value: 0))
    let server = try TestServer.start(loops: 1) { router in
      router.onUpload(.put, "/a") { _ in sink }
      router.on(.get, "/", .inline) { _ in Response(text: "ok") }
    }
    let client = try RawClient(port: server.port)
    try client.send(put("/a", "Transfer-Encoding: chunked") + "1\r\nx\r\n")
    #expect(try sink.opened.wait())
    try client.send(String(repeating: "1\r\nx\r\n", count: 999) + "0\r\n\r\n")
    // The loop answers this after it has read those.
    let other = try RawClient(port: server.port)
    try other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try other.reply().status == 200)
    sink.gate?.signal()
    #expect(try client.reply().text == "1000")
    #expect(sink.pieces.withLock { $0 } < 10)
  }

  @Test func asksForTheBodyWhenTheSinkIsOpen() throws {
    let client = try RawClient(port: try server(Recorder()).port)
    try client.send(put("/a", "Content-Length: 5", "Expect: 100-continue"))
    #expect(try client.reply().status == 100)
    try client.send("hello")
    #expect(try client.reply().text == "5")
  }

  @Test func refusesBeforeTheBody() throws {
    let client = try RawClient(port: try server(Recorder()).port)
    try client.send(put("/taken", "Content-Length: 5000000", "Expect: 100-continue"))
    let reply = try client.reply()
    #expect(reply.status == 409)
    #expect(reply["connection"] == "close")
  }

  @Test(arguments: ["hello", ""]) func keepsTheConnectionAfterAShortBodyIsRefused(
    body: String
  ) throws {
    let client = try RawClient(port: try server(Recorder()).port)
    try client.send(put("/taken", "Content-Length: \(body.utf8.count)") + body)
    let reply = try client.reply()
    #expect(reply.status == 409 && reply["connection"] == nil)
    try client.send(put("/a", "Content-Length: 2") + "hi")
    #expect(try client.reply().text == "2")
  }

  @Test func keepsTheConnectionAfterASinkFailsOverAShortBody() throws {
    let sink = Recorder(failure: HTTPError(.badGateway, "The store behind is away."))
    let client = try RawClient(port: try server(sink).port)
    try client.send(put("/a", "Content-Length: 5") + "he")
    #expect(try sink.canceled.wait())
    try client.send("llo" + put("/b", "Content-Length: 0"))
    let reply = try client.reply()
    #expect(reply.status == 502 && reply["connection"] == nil)
    #expect(try client.reply().status == 201)
  }

  @Test func answersAFailureOfTheSink() throws {
    let sink = Recorder(failure: HTTPError(.badGateway, "The store behind is away."))
    let client = try RawClient(port: try server(sink).port)
    try client.send(put("/a", "Content-Length: 1000000") + "hello")
    let reply = try client.reply()
    #expect(reply.status == 502)
    #expect(reply["connection"] == "close")
    #expect(try sink.canceled.wait())
  }

  @Test func cancelsWhenTheClientGoes() throws {
    let sink = Recorder()
    let server = try server(sink)
    do {
      let client = try RawClient(port: server.port)
      try client.send(put("/a", "Content-Length: 1000000") + "hello")
      #expect(try sink.opened.wait())
    }
    #expect(try sink.canceled.wait())
  }

  @Test func cancelsBeyondTheLimit() throws {
    let sink = Recorder()
    let client = try RawClient(port: try server(sink, bodyLimit: 1_000).port)
    try client.send(put("/a", "Transfer-Encoding: chunked") + "7d0\r\n")
    try client.send([UInt8](repeating: 1, count: 2_000))
    #expect(try client.reply().status == 413)
    #expect(try sink.canceled.wait())
  }

  @Test func cancelsOnABrokenChunk() throws {
    let sink = Recorder()
    let client = try RawClient(port: try server(sink).port)
    try client.send(put("/a", "Transfer-Encoding: chunked") + "5\r\nhelloXX")
    #expect(try client.reply().status == 400)
    #expect(try sink.canceled.wait())
  }

  @Test func expandsCompressedUploads() throws {
    let client = try RawClient(port: try server(Recorder()).port)
    let body = try #require(Gzip.compress([UInt8](repeating: 5, count: 1_000_000)))
    try client.send(put("/a", "Content-Length: \(body.count)", "Content-Encoding: gzip"))
    try client.send(body)
    #expect(try client.reply().text == "1000000")
  }

  @Test func holdsTheClientBackWhileTheSinkIsBusy() throws {
    let gate = DispatchSemaphore(value: 0)
    let client = try RawClient(port: try server(Recorder(gate: gate)).port)
    let size = 64 << 20
    try client.send(put("/a", "Content-Length: \(size)"))
    // A send that cannot go on for half a second shows that no one reads.
    var patience = timeval(tv_sec: 0, tv_usec: 500_000)
    setsockopt(
      client.descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let block = [UInt8](repeating: 1, count: 1 << 16)
    var sent = 0
    while sent < size {
      let count = send(client.descriptor, block, min(block.count, size - sent), Int32(MSG_NOSIGNAL))
      if count < 0 { break }
      sent += count
    }
    #expect(errno == EAGAIN)
    #expect(sent < 32 << 20)
    gate.signal()
    while sent < size {
      let rest = Array(block.prefix(size - sent))
      try client.send(rest)
      sent += rest.count
    }
    #expect(try client.reply().text == "\(size)")
  }
}
