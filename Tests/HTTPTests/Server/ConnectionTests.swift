import Dispatch
import HTTPTypes
import Testing

import HTTP

/// Connections: keeping, pipelining, closing.
@Suite struct ConnectionTests {
  private static let server = Result {
    try TestServer.start(
      configure: { $0.defaultHeaders = [.server: "test"] },
      routes: { router in
        router.on(.get, "/inline", .inline) { _ in Response(text: "inline") }
        router.on(.get, "/blocking", .blocking) { _ in Response(text: "blocking") }
        router.onDeferred(.get, "/deferred") { _, responder in
          DispatchQueue.global().async { responder.respond(Response(text: "deferred")) }
        }
        router.on(.post, "/echo", .inline) {
          Response(text: String(decoding: $0.body, as: UTF8.self))
        }
        router.on(.get, "/throws", .blocking) { _ in throw HTTPError(.conflict, "So \"no\"\n.") }
        router.on(.get, "/fails", .inline) { _ in throw CancellationError() }
        router.on(.get, "/items/{id}", .inline) { Response(text: $0.pathParameters["id"]) }
        router.on(.get, "/none", .inline) { _ in Response(status: .noContent) }
        router.on(.get, "/large", .inline) { _ in
          Response(type: "application/octet-stream", bytes: [UInt8](repeating: 7, count: 3_000_000))
        }
      })
  }

  private func client() throws -> RawClient {
    try RawClient(port: try Self.server.get().port)
  }

  private func get(_ path: String, _ lines: String...) -> String {
    "GET \(path) HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
  }

  @Test func keepsTheConnection() throws {
    let client = try client()
    for path in ["inline", "blocking", "deferred", "inline"] {
      try client.send(get("/" + path))
      let reply = try client.reply()
      #expect(reply.status == 200)
      #expect(reply.text == path)
      #expect(reply["connection"] == nil)
      #expect(reply["date"]?.hasSuffix(" GMT") == true)
      #expect(reply["server"] == "test")
    }
  }

  @Test func answersPipelinedRequestsInOrder() throws {
    let client = try client()
    let paths = ["deferred", "inline", "blocking", "inline", "deferred", "blocking", "inline"]
    let many = Array(repeating: paths, count: 30).flatMap { $0 }
    try client.send(many.map { get("/" + $0) }.joined())
    for path in many {
      #expect(try client.reply().text == path)
    }
  }

  @Test func answersMorePipelinedRequestsThanItBuffers() throws {
    let client = try client()
    let count = 5_000
    let sending = Promise<Bool>()
    let text = String(repeating: get("/items/" + String(repeating: "x", count: 300)), count: count)
    DispatchQueue.global().async { [descriptor = client.descriptor] in
      sending.keep((try? RawClient.send(Array(text.utf8), to: descriptor)) != nil)
    }
    for _ in 0..<count {
      #expect(try client.reply().status == 200)
    }
    #expect(try sending.wait())
  }

  @Test func joinsRequestsThatComeInPieces() throws {
    let client = try client()
    let text = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    for byte in text.utf8 {
      try client.send([byte])
    }
    #expect(try client.reply().text == "hello")
  }

  @Test func closesWhenAsked() throws {
    let client = try client()
    try client.send(get("/inline", "Connection: close"))
    #expect(try client.reply()["connection"] == "close")
    #expect(try client.rest().isEmpty)
  }

  @Test func closesAfterHTTP10() throws {
    let client = try client()
    try client.send("GET /inline HTTP/1.0\r\n\r\n")
    #expect(try client.reply()["connection"] == "close")
    #expect(try client.rest().isEmpty)
  }

  @Test func keepsHTTP10OnRequest() throws {
    let client = try client()
    for _ in 0..<2 {
      try client.send("GET /inline HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      #expect(try client.reply()["connection"] == "keep-alive")
    }
  }

  @Test func answersAClientThatEndsItsSide() throws {
    for path in ["inline", "blocking", "deferred", "large"] {
      let client = try client()
      try client.send(get("/" + path))
      client.endSending()
      let reply = try client.reply()
      #expect(reply.status == 200)
      #expect(reply.isWhole)
      #expect(try client.rest().isEmpty)
    }
  }

  @Test func sendsLargeAnswersWhole() throws {
    let client = try client()
    try client.send(get("/large") + get("/inline"))
    #expect(try client.reply().body.count == 3_000_000)
    #expect(try client.reply().text == "inline")
  }

  @Test func answersHeadWithoutBody() throws {
    let client = try client()
    try client.send("HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n" + get("/inline"))
    let reply = try client.reply(toHead: true)
    #expect(reply["content-length"] == "3000000")
    #expect(try client.reply().text == "inline")
  }

  @Test func sendsNoLengthWithoutContent() throws {
    let client = try client()
    try client.send(get("/none") + get("/inline"))
    let reply = try client.reply()
    #expect(reply.status == 204)
    #expect(reply["content-length"] == nil)
    #expect(try client.reply().text == "inline")
  }

  @Test func tellsAllowedMethods() throws {
    let client = try client()
    try client.send("DELETE /inline HTTP/1.1\r\nHost: a\r\n\r\n")
    let refused = try client.reply()
    #expect(refused.status == 405)
    #expect(refused["allow"] == "GET, HEAD, OPTIONS")
    try client.send("OPTIONS /echo HTTP/1.1\r\nHost: a\r\n\r\n")
    let options = try client.reply()
    #expect(options.status == 204)
    #expect(options["allow"] == "OPTIONS, POST")
  }

  @Test func answersErrorsAsProblems() throws {
    let client = try client()
    try client.send(get("/nowhere") + get("/throws") + get("/fails"))
    let missing = try client.reply()
    #expect(missing.status == 404)
    #expect(missing["content-type"] == "application/problem+json")
    #expect(missing.text.contains("\"requestId\":\""))
    let conflict = try client.reply()
    #expect(conflict.status == 409)
    #expect(conflict.text.contains(#""detail":"So \"no\"\u000a.""#))
    let failure = try client.reply()
    #expect(failure.status == 500)
    #expect(!failure.text.contains("Cancellation"))
  }

  @Test func skipsAShortBodyOfARefusedRequest() throws {
    let client = try client()
    try client.send(
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + get("/inline"))
    #expect(try client.reply().status == 404)
    #expect(try client.reply().text == "inline")
  }

  @Test func closesBeforeALongBodyOfARefusedRequest() throws {
    let client = try client()
    try client.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\nhello")
    let reply = try client.reply()
    #expect(reply.status == 404)
    #expect(reply["connection"] == "close")
    #expect(try client.rest().isEmpty)
  }

  @Test func decodesPathParametersOnce() throws {
    let client = try client()
    try client.send(get("/items/a%2541%20b"))
    #expect(try client.reply().text == "a%41 b")
  }
}
