import Dispatch
import HTTPTypes
import Testing

import HTTP

/// What is refused before a handler runs.
@Suite struct RefusalTests {
  private let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func answers503WhenEveryConnectionOfTheLimitIsBusy() throws {
    var limits = Limits()
    limits.connections = 2
    let held = (0..<2).map { _ in Promise<Responder>() }
    let server = try TestServer.start(limits: limits, loops: 1) { router in
      router.on(.get, "/", .inline) { _ in Response(text: "ok") }
      router.onDeferred(.get, "/{number}") { request, responder in
        if let number = Int(request.pathParameters["number"]) { held[number].keep(responder) }
      }
    }
    let busy = try held.indices.map { number in
      let client = try RawClient(port: server.port)
      try client.send("GET /\(number) HTTP/1.1\r\nHost: a\r\n\r\n")
      _ = try held[number].wait()
      return client
    }
    let third = try RawClient(port: server.port)
    let reply = try third.reply()
    #expect(reply.status == 503)
    #expect(reply["retry-after"] == "1")
    third.endSending()
    #expect(try third.rest().isEmpty)
    #expect(server.statistics.refusedConnections == 1)
    for (client, responder) in zip(busy, held) {
      try responder.wait().respond(Response(text: "done"))
      #expect(try client.reply().text == "done")
    }
    let fourth = try RawClient(port: server.port)
    try fourth.send(request)
    #expect(try fourth.reply().status == 200)
  }

  @Test func closesTheLongestIdleConnectionOverTheLimit() throws {
    var limits = Limits()
    limits.connections = 2
    let server = try TestServer.start(limits: limits, loops: 1) { router in
      router.on(.get, "/", .inline) { _ in Response(text: "ok") }
    }
    func ask(_ client: RawClient) throws {
      try client.send(request)
      #expect(try client.reply().status == 200)
    }
    let (first, second) = (try RawClient(port: server.port), try RawClient(port: server.port))
    for client in [first, second, first] { try ask(client) }
    let third = try RawClient(port: server.port)
    try ask(third)
    #expect(try second.rest().isEmpty)
    try ask(first)
    // One that never asked anything makes room too.
    let silent = try RawClient(port: server.port)
    #expect(try third.rest().isEmpty)
    try ask(first)
    try ask(try RawClient(port: server.port))
    #expect(try silent.rest().isEmpty)
    try ask(first)
    #expect(server.statistics.refusedConnections == 0)
  }

  @Test func closesAnIdleConnectionOfAnotherLoop() throws {
    var limits = Limits()
    limits.connections = 2
    let held = Promise<Responder>()
    let server = try TestServer.start(limits: limits, loops: 2) { router in
      router.on(.get, "/", .inline) { _ in Response(text: "ok") }
      router.onDeferred(.get, "/held") { _, responder in held.keep(responder) }
    }
    // The loops take turns: the third connection comes to the loop of the first.
    let busy = try RawClient(port: server.port)
    try busy.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n")
    let responder = try held.wait()
    let idle = try RawClient(port: server.port)
    try idle.send(request)
    #expect(try idle.reply().status == 200)
    let third = try RawClient(port: server.port)
    try third.send(request)
    #expect(try third.reply().status == 200)
    #expect(try idle.rest().isEmpty)
    #expect(server.statistics.refusedConnections == 0)
    responder.respond(Response(text: "done"))
    #expect(try busy.reply().text == "done")
  }

  @Test func answers503WhenTooMuchWaits() throws {
    var limits = Limits()
    limits.blockingQueue = 1
    let gate = DispatchSemaphore(value: 0)
    let started = DispatchSemaphore(value: 0)
    let refused = Promise<Bool>()
    let server = try TestServer.start(
      limits: limits,
      configure: {
        $0.blockingThreads = 1
        $0.observe = { if $0.status == .serviceUnavailable { refused.keep(true) } }
      },
      routes: { router in
        router.on(.get, "/", .blocking) { _ in
          started.signal()
          gate.wait()
          return Response(text: "ok")
        }
      })
    let first = try RawClient(port: server.port)
    try first.send(request)
    started.wait()
    // One waits; another finds no place. Which is which depends on the loops, so both are asked.
    let others = try (0..<2).map { _ in try RawClient(port: server.port) }
    for client in others { try client.send(request) }
    #expect(try refused.wait())
    for _ in 0..<3 { gate.signal() }
    #expect(try first.reply().status == 200)
    let statuses = try others.map { try $0.reply().status }.sorted()
    #expect(statuses == [200, 503])
  }

  @Test func asksTheChokePointBeforeTheBody() throws {
    let server = try TestServer.start(
      configure: { configuration in
        configuration.authorize = { request, route in
          guard let role = route?.metadata as? String else { return nil }
          guard request.bearerToken == role else {
            return Response(
              status: .unauthorized, headers: [.wwwAuthenticate: "Bearer"], body: .empty)
          }
          request.principal = "the \(role)"
          return nil
        }
      },
      routes: { router in
        router.on(.put, "/", .inline, metadata: "writer") { Response(text: $0.principal ?? "") }
      })
    let client = try RawClient(port: server.port)
    try client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n")
    #expect(try client.reply().status == 401)
    let other = try RawClient(port: server.port)
    try other.send(
      "PUT / HTTP/1.1\r\nHost: a\r\nAuthorization: bearer writer\r\nContent-Length: 2\r\n\r\nhi")
    #expect(try other.reply().text == "the writer")
  }

  @Test func tellsOfEveryAnswer() throws {
    let seen = Promise<ExchangeSummary>()
    let server = try TestServer.start(
      configure: { $0.observe = { seen.keep($0) } },
      routes: { router in
        router.on(.get, "/items/{id}", .blocking) { _ in throw HTTPError(.conflict, "no") }
      })
    let client = try RawClient(port: server.port)
    try client.send("GET /items/7 HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.reply().status == 409)
    let summary = try seen.wait()
    #expect(summary.route?.pattern.description == "/items/{id}")
    #expect(summary.path == "/items/7")
    #expect(summary.status == .conflict)
    #expect(summary.remoteAddress == "127.0.0.1")
    #expect(summary.duration > .zero)
  }
}
