import Dispatch
import HTTPTypes
import Synchronization
import Testing

import HTTP

/// Bodies that are made while they are sent.
@Suite struct StreamTests {
  private func server(
    limits: Limits = Limits(), _ stream: @escaping @Sendable () -> BodyStream
  ) throws -> HTTPServer {
    try TestServer.start(limits: limits) { router in
      router.on(.get, "/stream", .inline) { _ in
        Response(headers: [.contentType: "text/event-stream"], body: .stream(stream()))
      }
      router.on(.get, "/after", .inline) { _ in Response(text: "after") }
    }
  }

  private let request = "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n"

  @Test func sendsChunksAndKeepsTheConnection() throws {
    let server = try server {
      let stream = BodyStream()
      stream.write(Array("one ".utf8))
      DispatchQueue.global().async {
        stream.write(Array("two ".utf8))
        stream.write(Array("three".utf8))
        stream.close()
      }
      return stream
    }
    let client = try RawClient(port: server.port)
    try client.send(request + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n")
    let reply = try client.reply()
    #expect(reply["transfer-encoding"] == "chunked")
    #expect(reply.text == "one two three")
    #expect(try client.reply().text == "after")
  }

  @Test func endsWithTheConnectionForHTTP10() throws {
    let server = try server {
      let stream = BodyStream()
      stream.write(Array("all".utf8))
      stream.close()
      return stream
    }
    let client = try RawClient(port: server.port)
    try client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    let reply = try client.reply()
    #expect(reply["transfer-encoding"] == nil)
    #expect(reply["connection"] == "close")
    #expect(reply.text == "all")
  }

  @Test func sendsNothingToHead() throws {
    let closed = Promise<CloseReason>()
    let server = try server {
      let stream = BodyStream()
      stream.onClose { closed.keep($0) }
      return stream
    }
    let client = try RawClient(port: server.port)
    try client.send(
      "HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /after HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.reply(toHead: true).status == 200)
    #expect(try closed.wait() == .finished)
    #expect(try client.reply().text == "after")
  }

  @Test func deliversEachWriteAtOnce() throws {
    let made = Promise<BodyStream>()
    let server = try server {
      let stream = BodyStream()
      made.keep(stream)
      return stream
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    let stream = try made.wait()
    for number in 0..<20 {
      stream.write(Array("event \(number)\n".utf8))
      #expect(try client.receive(until: "event \(number)\n").contains("event"))
    }
  }

  @Test func tellsWhenTheClientGoes() throws {
    let made = Promise<BodyStream>()
    let closed = Promise<CloseReason>()
    let server = try server {
      let stream = BodyStream()
      stream.onClose { closed.keep($0) }
      made.keep(stream)
      return stream
    }
    do {
      let client = try RawClient(port: server.port)
      try client.send(request)
      try made.wait().write(Array("x\n".utf8))
      _ = try client.receive(until: "x\n")
    }
    #expect(try closed.wait() == .clientGone)
    #expect(try made.wait().write([1]) == .closed(.clientGone))
  }

  @Test func isNotSentToAClientThatEndedItsSideBefore() throws {
    let held = Promise<Responder>()
    let server = try TestServer.start(loops: 1) { router in
      router.onDeferred(.get, "/stream") { _, responder in held.keep(responder) }
      router.on(.get, "/after", .inline) { _ in Response(text: "after") }
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    let responder = try held.wait()
    client.endSending()
    // The one loop answers another client once it has seen that end.
    let other = try RawClient(port: server.port)
    try other.send("GET /after HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try other.reply().text == "after")
    let stream = BodyStream()
    let closed = Promise<CloseReason>()
    stream.onClose { closed.keep($0) }
    responder.respond(Response(body: .stream(stream)))
    #expect(try closed.wait() == .clientGone)
  }

  @Test func refusesWritesBeyondTheBuffer() {
    let stream = BodyStream(limit: 100)
    #expect(stream.write([UInt8](repeating: 0, count: 500)) == .accepted(buffered: 500))
    #expect(stream.write([1]) == .full(buffered: 500))
    let hasRoom = Mutex(false)
    stream.onRoom { hasRoom.withLock { $0 = true } }
    #expect(!hasRoom.withLock { $0 })
    #expect(stream.take().chunks.count == 1)
    #expect(hasRoom.withLock { $0 })
    #expect(stream.write([1]) == .accepted(buffered: 1))
    stream.close()
    #expect(stream.write([1]) == .closed(.finished))
  }

  @Test func takesAnyWriteOnceThereIsRoom() {
    let stream = BodyStream(limit: 100)
    stream.write([UInt8](repeating: 0, count: 50))
    let written = Mutex<BodyStream.Written?>(nil)
    stream.onRoom {
      let result = stream.write([UInt8](repeating: 0, count: 500))
      written.withLock { $0 = result }
    }
    #expect(written.withLock { $0 } == .accepted(buffered: 550))
  }

  @Test func takesALastWordBeyondTheBuffer() {
    let stream = BodyStream(limit: 100)
    stream.write([UInt8](repeating: 0, count: 500))
    stream.close(.slowReader, saying: Array("bye".utf8))
    #expect(stream.write([1]) == .closed(.slowReader))
    stream.close(.finished, saying: [1])
    #expect(stream.take().chunks.last == Array("bye".utf8))
  }

  @Test func breaksOffVisibly() throws {
    let server = try server {
      let stream = BodyStream()
      stream.write(Array("half".utf8))
      stream.abort(.producerFailed)
      return stream
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    let text = String(decoding: try client.rest(), as: UTF8.self)
    #expect(text.hasSuffix("4\r\nhalf\r\n"))
  }

  @Test func pullsNoFasterThanTheClientReads() throws {
    let pulled = Mutex(0)
    let block = [UInt8](repeating: 7, count: 64 << 10)
    let count = 1_600
    let server = try server {
      BodyStream {
        let number = pulled.withLock { pulled -> Int in
          pulled += 1
          return pulled
        }
        return number <= count ? block : nil
      }
    }
    let client = try RawClient(port: server.port, receiveBuffer: 4_096)
    try client.send(request)
    var body = try client.receive().count
    // What the kernel and the buffers hold is far less than the 100 MB that would be made
    // unchecked.
    #expect(pulled.withLock { $0 } < count / 2)
    while body < count * block.count {
      body += try client.receive(atMost: 1 << 20).count
    }
    #expect(pulled.withLock { $0 } >= count)
  }

  /// A loop looks for what is due whenever the socket takes something, also as a pull ends.
  @Test func piecesKeepTheOrderInWhichTheyArePulled() {
    let count = 20_000
    let last = Mutex(0)
    let stream = BodyStream {
      last.withLock { last -> [UInt8]? in
        if last == count { return nil }
        last += 1
        return Array("\(last)\n".utf8)
      }
    }
    var text: [UInt8] = []
    var isOver = false
    while !isOver {
      if let pull = stream.duePull() { DispatchQueue.global().async { pull() } }
      isOver = stream.isClosed
      text += stream.take().chunks.joined()
    }
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    let numbers = lines.compactMap { Int($0) }
    #expect(numbers == Array(1...count))
  }

  @Test func compressesPulledText() throws {
    let rows = Mutex(0)
    let closed = Promise<CloseReason>()
    let server = try TestServer.start { router in
      router.on(.get, "/stream", .inline) { _ in
        let stream = BodyStream {
          let row = rows.withLock { rows -> Int in
            rows += 1
            return rows
          }
          return row <= 20_000 ? Array("\(row),0.5,0.25\n".utf8) : nil
        }
        stream.onClose { closed.keep($0) }
        return Response(headers: [.contentType: "text/csv"], body: .stream(stream))
      }
    }
    let client = try RawClient(port: server.port)
    try client.send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
    let reply = try client.reply()
    #expect(reply["content-encoding"] == "gzip")
    #expect(reply["vary"] == "Accept-Encoding")
    let text = String(decoding: try Gunzip.expand(reply.body, limit: 1 << 30), as: UTF8.self)
    #expect(text == (1...20_000).map { "\($0),0.5,0.25\n" }.joined())
    #expect(try closed.wait() == .finished)
  }

  @Test(arguments: [[], [""], ["", "one", "", "", "two"]])
  func passesOverEmptyPieces(_ pieces: [String]) throws {
    let server = try server {
      let rest = Mutex(pieces[...])
      return BodyStream { rest.withLock { $0.popFirst() }.map { Array($0.utf8) } }
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    #expect(try client.reply().text == pieces.joined())
  }

  @Test func breaksOffWhenThePullThrows() throws {
    let closed = Promise<CloseReason>()
    let server = try server {
      let stream = BodyStream { throw CancellationError() }
      stream.onClose { closed.keep($0) }
      return stream
    }
    let client = try RawClient(port: server.port)
    try client.send(request)
    #expect(try !String(decoding: client.rest(), as: UTF8.self).hasSuffix("0\r\n\r\n"))
    #expect(try closed.wait() == .producerFailed)
  }

  @Test func servesManySubscribers() throws {
    let streams = Mutex<[BodyStream]>([])
    let all = Promise<Bool>()
    let server = try server {
      let stream = BodyStream()
      let count = streams.withLock { streams -> Int in
        streams.append(stream)
        return streams.count
      }
      if count == 200 { all.keep(true) }
      return stream
    }
    let clients = try (0..<200).map { _ in try RawClient(port: server.port) }
    for client in clients {
      try client.send(request)
    }
    #expect(try all.wait())
    for stream in streams.withLock({ $0 }) {
      stream.write(Array("data: 1\n\n".utf8))
    }
    for client in clients {
      #expect(try client.receive(until: "data: 1\n\n").contains("200 OK"))
    }
  }
}
