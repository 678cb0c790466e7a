import HTTPTypes
import Testing

import HTTP

/// Clients that are too slow, with limits so short that the tests need not wait.
@Suite struct TimeoutTests {
  private func server(_ change: (inout Limits) -> Void) throws -> HTTPServer {
    var limits = Limits()
    change(&limits)
    return try TestServer.start(limits: limits) { router in
      router.on(.get, "/", .inline) { _ in Response(text: "ok") }
      router.on(.post, "/", .inline) { _ in Response(text: "ok") }
    }
  }

  @Test func closesASilentConnection() throws {
    let client = try RawClient(port: try server { $0.firstByte = .milliseconds(20) }.port)
    #expect(try client.rest().isEmpty)
  }

  @Test func answersASlowHead() throws {
    let server = try server { $0.head = .milliseconds(20) }
    let client = try RawClient(port: server.port)
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n")
    let reply = try client.reply()
    #expect(reply.status == 408)
    #expect(reply["connection"] == "close")
    #expect(try client.rest().isEmpty)
    #expect(server.statistics.timeouts == 1)
  }

  @Test func answersASlowSecondHead() throws {
    let client = try RawClient(port: try server { $0.head = .milliseconds(20) }.port)
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT")
    #expect(try client.reply().status == 200)
    #expect(try client.reply().status == 408)
  }

  @Test func answersASlowBody() throws {
    let told = Promise<ExchangeSummary>()
    var limits = Limits()
    limits.bodyProgress = .milliseconds(20)
    let server = try TestServer.start(
      limits: limits, configure: { $0.observe = { told.keep($0) } }
    ) { router in
      router.on(.post, "/", .inline) { _ in Response(text: "ok") }
    }
    let client = try RawClient(port: server.port)
    try client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
    #expect(try client.reply().status == 408)
    #expect(try client.rest().isEmpty)
    let summary = try told.wait()
    #expect(summary.status == .requestTimeout && summary.route != nil)
  }

  @Test func closesAnIdleConnection() throws {
    let client = try RawClient(port: try server { $0.idle = .milliseconds(20) }.port)
    try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.reply().status == 200)
    #expect(try client.rest().isEmpty)
  }

  @Test func cutsOffASlowReader() throws {
    var limits = Limits()
    limits.writeProgress = .milliseconds(50)
    let block = [UInt8](repeating: 1, count: 64 << 10)
    let closed = Promise<CloseReason>()
    let server = try TestServer.start(limits: limits) { router in
      router.on(.get, "/endless", .inline) { _ in
        let stream = BodyStream { block }
        stream.onClose { closed.keep($0) }
        return Response(body: .stream(stream))
      }
    }
    let client = try RawClient(port: server.port, receiveBuffer: 4_096)
    try client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
    // Nothing is read until the server has given up.
    #expect(try closed.wait() == .slowReader)
    #expect(server.statistics.timeouts == 1)
    #expect(try !client.rest().isEmpty)
  }
}
