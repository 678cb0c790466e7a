import Dispatch
import HTTPTypes
import Testing

import HTTP

/// Answers that come later.
@Suite struct DeferredTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  private func server(
    isLongPoll: Bool = false,
    _ handler: @escaping @Sendable (Request, Responder) -> Void
  ) throws -> HTTPServer {
    try TestServer.start { $0.onDeferred(.get, "/", isLongPoll: isLongPoll, handler) }
  }

  @Test func answersFromAnotherThread() throws {
    let held = Promise<Responder>()
    let client = try RawClient(port: try server { _, responder in held.keep(responder) }.port)
    try client.send(request)
    let responder = try held.wait()
    #expect(responder.respond(Response(text: "late")))
    #expect(!responder.respond(Response(text: "twice")))
    #expect(try client.reply().text == "late")
  }

  @Test func answersAtOnce() throws {
    let server = try server { _, responder in responder.respond(Response(text: "now")) }
    let client = try RawClient(port: server.port)
    try client.send(request + request)
    #expect(try client.reply().text == "now")
    #expect(try client.reply().text == "now")
  }

  @Test func answers500WhenDropped() throws {
    let client = try RawClient(port: try server { _, _ in }.port)
    try client.send(request)
    #expect(try client.reply().status == 500)
  }

  @Test func answersAClientThatEndsItsSideWhileItWaits() throws {
    let held = Promise<Responder>()
    let server = try server { _, responder in held.keep(responder) }
    let client = try RawClient(port: server.port)
    try client.send(request)
    let responder = try held.wait()
    client.endSending()
    responder.respond(Response(text: "late"))
    #expect(try client.reply().text == "late")
    #expect(try client.rest().isEmpty)
  }

  @Test func tellsALongPollWhenTheClientGoes() throws {
    let held = Promise<Responder>()
    let closed = Promise<CloseReason>()
    let server = try server(isLongPoll: true) { _, responder in
      responder.onClose { closed.keep($0) }
      held.keep(responder)
    }
    do {
      let client = try RawClient(port: server.port)
      try client.send(request)
      _ = try held.wait()
    }
    #expect(try closed.wait() == .clientGone)
    let responder = try held.wait()
    let lost = Promise<Bool>()
    var late = Response(text: "too late")
    late.onLost = { lost.keep(true) }
    #expect(responder.respond(late))
    #expect(try lost.wait())
    // Told at once when it has happened.
    let again = Promise<CloseReason>()
    responder.onClose { again.keep($0) }
    #expect(!responder.respond(Response()))
  }

  @Test func compressesLargeAnswers() throws {
    let text = String(repeating: "0123456789", count: 20_000)
    let server = try server { _, responder in
      responder.respond(Response(text: text))
    }
    let client = try RawClient(port: server.port)
    try client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
    let reply = try client.reply()
    #expect(reply["content-encoding"] == "gzip")
    #expect(reply["vary"] == "Accept-Encoding")
    #expect(try Gunzip.expand(reply.body, limit: 1 << 20) == Array(text.utf8))
  }
}
