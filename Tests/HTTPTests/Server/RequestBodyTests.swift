import Dispatch
import HTTPTypes
import Synchronization
import Testing

import HTTP

/// Bodies that are collected: limits, expectations, compression.
@Suite struct RequestBodyTests {
  private static let server = Result {
    try TestServer.start { router in
      for (path, thread) in [("/inline", Handler.Thread.inline), ("/blocking", .blocking)] {
        router.on(.post, path, thread, bodyLimit: 100_000) {
          Response(
            text: "\($0.body.count) \($0.trailers.count) \($0.headers[.contentEncoding] ?? "-")")
        }
      }
      router.onDeferred(.post, "/deferred", bodyLimit: 100_000) { request, responder in
        responder.respond(Response(text: "\(request.body.count)"))
      }
    }
  }

  private func client() throws -> RawClient {
    try RawClient(port: try Self.server.get().port)
  }

  private func post(_ path: String, _ lines: String...) -> String {
    "POST \(path) HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
  }

  @Test func collectsUpToTheLimit() throws {
    let client = try client()
    for path in ["/inline", "/blocking"] {
      try client.send(post(path, "Content-Length: 100000"))
      try client.send([UInt8](repeating: 1, count: 100_000))
      #expect(try client.reply().text == "100000 0 -")
    }
  }

  @Test func refusesALengthBeyondTheLimit() throws {
    let client = try client()
    try client.send(post("/inline", "Content-Length: 100001"))
    let reply = try client.reply()
    #expect(reply.status == 413)
    #expect(reply["connection"] == "close")
  }

  @Test func refusesChunksBeyondTheLimit() throws {
    let client = try client()
    try client.send(post("/inline", "Transfer-Encoding: chunked") + "186a1\r\n")
    try client.send([UInt8](repeating: 1, count: 100_001))
    let reply = try client.reply()
    #expect(reply.status == 413)
    #expect(reply["connection"] == "close")
    #expect(try client.rest().isEmpty)
  }

  @Test func collectsTrailers() throws {
    let client = try client()
    try client.send(
      post("/inline", "Transfer-Encoding: chunked") + "2\r\nhi\r\n0\r\nA: b\r\nC: d\r\n\r\n")
    #expect(try client.reply().text == "2 2 -")
  }

  @Test func answersAnExpectation() throws {
    let client = try client()
    try client.send(post("/inline", "Content-Length: 5", "Expect: 100-continue"))
    #expect(try client.reply().status == 100)
    try client.send("hello")
    #expect(try client.reply().text == "5 0 -")
  }

  @Test func refusesInsteadOfContinuing() throws {
    let client = try client()
    try client.send(post("/nowhere", "Content-Length: 5", "Expect: 100-continue"))
    let reply = try client.reply()
    #expect(reply.status == 404)
    #expect(reply["connection"] == "close")
  }

  @Test func needsNoExpectationWithoutBody() throws {
    let client = try client()
    try client.send(post("/inline", "Content-Length: 0", "Expect: 100-continue"))
    #expect(try client.reply().status == 200)
  }

  @Test(arguments: ["/inline", "/blocking"])
  func expandsCompressedBodies(_ path: String) throws {
    let client = try client()
    let body = try #require(Gzip.compress([UInt8](repeating: 5, count: 90_000)))
    try client.send(post(path, "Content-Length: \(body.count)", "Content-Encoding: gzip"))
    try client.send(body)
    #expect(try client.reply().text == "90000 0 -")
  }

  /// RFC 9110 8.4.1.2: deflate is the zlib format.
  @Test func expandsTheZlibFormat() throws {
    let client = try client()
    // Python's zlib.compress(b"hello").
    let body: [UInt8] = [
      0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15,
    ]
    try client.send(post("/blocking", "Content-Length: 13", "Content-Encoding: deflate"))
    try client.send(body)
    #expect(try client.reply().text == "5 0 -")
  }

  /// RFC 1952 2.2: what `cat a.gz b.gz` makes is gzip too.
  @Test func expandsSeveralMembers() throws {
    let client = try client()
    let member = try #require(Gzip.compress([UInt8](repeating: 5, count: 1_000)))
    let body = member + member + member
    try client.send(post("/blocking", "Content-Length: \(body.count)", "Content-Encoding: gzip"))
    try client.send(body)
    #expect(try client.reply().text == "3000 0 -")
    // The same byte by byte, as an upload may come.
    let gunzip = try Gunzip(limit: 3_000)
    var expanded: [UInt8] = []
    for byte in body {
      gunzip.feed([byte])
      while let piece = try gunzip.next() { expanded += piece }
    }
    try gunzip.finish()
    #expect(expanded.count == 3_000)
  }

  @Test func expandsForDeferredHandlers() throws {
    let client = try client()
    let body = try #require(Gzip.compress([UInt8](repeating: 5, count: 90_000)))
    try client.send(post("/deferred", "Content-Length: \(body.count)", "Content-Encoding: gzip"))
    try client.send(body)
    #expect(try client.reply().text == "90000")
  }

  @Test func refusesBodiesThatExpandTooFar() throws {
    let client = try client()
    let body = try #require(Gzip.compress([UInt8](repeating: 0, count: 5_000_000)))
    #expect(body.count < 100_000)
    try client.send(post("/blocking", "Content-Length: \(body.count)", "Content-Encoding: gzip"))
    try client.send(body)
    #expect(try client.reply().status == 413)
  }

  @Test func refusesBrokenCompression() throws {
    let client = try client()
    let body = try #require(Gzip.compress([UInt8](repeating: 5, count: 1_000)))
    for bad in [
      Array("no gzip at all".utf8), Array(body.dropLast(4)), body + [1], body + [1, 2, 3],
    ] {
      try client.send(post("/blocking", "Content-Length: \(bad.count)", "Content-Encoding: gzip"))
      try client.send(bad)
      #expect(try client.reply().status == 400)
    }
  }

  @Test func refusesUnknownCodings() throws {
    let client = try client()
    try client.send(post("/inline", "Content-Length: 2", "Content-Encoding: br") + "hi")
    let reply = try client.reply()
    #expect(reply.status == 415)
    #expect(reply["accept-encoding"] == "gzip, deflate")
  }
}
