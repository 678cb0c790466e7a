import Dispatch
import Glibc
import HTTPTypes
import Testing

import HTTP

/// Graceful ends.
@Suite struct DrainTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func closesIdleConnectionsAndTheListener() async throws {
    let server = try TestServer.start { router in
      router.on(.get, "/", .inline) { _ in Response(text: "ok") }
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    #expect(try client.reply().status == 200)
    await server.drain(within: .seconds(30))
    #expect(try client.rest().isEmpty)
    #expect(throws: RawClient.Failure.self) { try RawClient(port: server.port) }
    #expect(server.statistics.openConnections == 0)
  }

  @Test func finishesRequestsInFlight() async throws {
    let held = Promise<Responder>()
    let server = try TestServer.start { router in
      router.onDeferred(.get, "/") { _, responder in
        held.keep(responder)
        responder.onClose { reason in
          responder.respond(Response(text: reason.rawValue))
        }
      }
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    _ = try held.wait()
    await server.drain(within: .seconds(30))
    let reply = try client.reply()
    #expect(reply.text == "draining")
    #expect(reply["connection"] == "close")
  }

  @Test func tellsAHandlerThatBeginsLater() async throws {
    let server = try TestServer.start(loops: 1) { router in
      router.onDeferred(.post, "/", isLongPoll: true) { _, responder in
        responder.onClose { responder.respond(Response(text: $0.rawValue)) }
      }
    }
    let body = try #require(Gzip.compress([UInt8](repeating: 5, count: 1_000)))
    let client = try RawClient(port: server.port)
    try client.send(
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n"
        + "Expect: 100-continue\r\n\r\n")
    #expect(try client.reply().status == 100)
    let idle = try RawClient(port: server.port)
    DispatchQueue.global().async { [idle = idle.descriptor, client = client.descriptor] in
      // The end of an idle connection shows that the server drains.
      var byte: UInt8 = 0
      recv(idle, &byte, 1, 0)
      try? RawClient.send(body, to: client)
    }
    await server.drain(within: .seconds(10))
    #expect(try client.reply().text == "draining")
    #expect(try idle.rest().isEmpty)
  }

  /// What could be taken for the whole is broken off.
  @Test(arguments: [(true, "0\r\n\r\n"), (false, "")])
  func endsStreams(_ isOpenEnded: Bool, _ end: String) async throws {
    let made = Promise<BodyStream>()
    let server = try TestServer.start { router in
      router.on(.get, "/", .inline) { _ in
        let stream = BodyStream(isOpenEnded: isOpenEnded)
        stream.write(Array("one".utf8))
        made.keep(stream)
        return Response(body: .stream(stream))
      }
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    _ = try client.receive(until: "one\r\n")
    await server.drain(within: .seconds(30))
    #expect(try made.wait().write([1]) == .closed(.draining))
    #expect(String(decoding: try client.rest(), as: UTF8.self) == end)
  }

  @Test func cutsOffWhatTakesTooLong() async throws {
    let held = Promise<Responder>()
    let server = try TestServer.start { router in
      router.onDeferred(.get, "/") { _, responder in held.keep(responder) }
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    _ = try held.wait()
    await server.drain(within: .milliseconds(50))
    #expect(try client.rest().isEmpty)
  }
}
