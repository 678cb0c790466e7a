import HTTPTypes
import Testing

import HTTP

/// The table of requests against a live socket.
@Suite struct RequestTableTests {
  private static let server = Result {
    try TestServer.start(limits: RequestCase.limits, routes: TestServer.mirror)
  }

  @Test(arguments: RequestCase.all)
  func answersAsTheTableSays(_ row: RequestCase) throws {
    let client = try RawClient(port: try Self.server.get().port)
    try client.send(row.bytes)
    client.endSending()
    var bytes = try client.rest()[...]
    for seen in row.requests {
      let reply = try #require(Reply.read(&bytes, toHead: seen.method == "HEAD"))
      check(reply, seen)
      // What follows an answer that closes is not read.
      if !seen.keeps { return }
    }
    if let error = row.error {
      let reply = try #require(Reply.read(&bytes))
      #expect(reply.status == error.status.code)
      #expect(reply["connection"] == "close")
      #expect(reply["content-type"] == "application/problem+json")
      #expect(reply.text.contains("\"status\":\(error.status.code)"))
    }
    #expect(bytes.isEmpty)
  }

  private func check(_ reply: Reply, _ seen: Seen) {
    #expect(reply.isWhole)
    if seen.path == "*" {
      #expect(reply.status == 204)
    } else if seen.method == "HEAD" {
      #expect(reply.status == 200)
      #expect(reply["content-length"] == "\(seen.description.utf8.count)")
    } else {
      #expect(reply.status == 200)
      #expect(reply.text == seen.description)
    }
    #expect((reply["connection"] == "close") == !seen.keeps)
  }
}
