import Foundation
import Glibc

/// Requests over a number of kept connections to this machine, each answered before the next is
/// sent on its connection, all from one thread: what a number of programs do that log.
final class HTTPLoad {
  struct Result {
    /// Seconds from a request to the end of its answer, rising.
    var latencies: [Double]
    var seconds: Double

    var perSecond: Double { Double(latencies.count) / seconds }

    /// Milliseconds that a share of all requests took at most.
    func milliseconds(_ share: Double) -> Double {
      if latencies.isEmpty { return .nan }
      return latencies[min(latencies.count - 1, Int(Double(latencies.count) * share))] * 1000
    }
  }

  enum Failure: Error {
    case socket(call: String, code: Int32)
    /// An answer that is no success.
    case answer(String)
  }

  private struct Connection {
    var file: Int32
    var request: [UInt8] = []
    var sent = 0
    var answer: [UInt8] = []
    var began = 0.0
  }

  private var connections: [Connection] = []

  init(port: Int, connections count: Int) throws {
    for _ in 0..<count { connections.append(Connection(file: try Self.connect(port))) }
  }

  deinit {
    for connection in connections { close(connection.file) }
  }

  /// Sends requests for `seconds`, or until `request` has no more.
  ///
  /// - Parameter request: the bytes of the next request on connection `index`.
  func run(seconds: Double, request: (_ index: Int) -> [UInt8]?) throws -> Result {
    var latencies: [Double] = []
    let start = Self.now()
    var open = try connections.indices.filter { try begin($0, request) }
    while !open.isEmpty {
      var polls = open.map { index in
        let isSent = connections[index].sent == connections[index].request.count
        return pollfd(
          fd: connections[index].file, events: Int16(isSent ? POLLIN : POLLOUT), revents: 0)
      }
      guard poll(&polls, nfds_t(polls.count), 5000) > 0 else {
        throw Failure.socket(call: "poll", code: errno)
      }
      var closed: Set<Int> = []
      for (index, ready) in zip(open, polls) where ready.revents != 0 {
        guard try advance(index) else { continue }
        let now = Self.now()
        latencies.append(now - connections[index].began)
        let isOver = now - start >= seconds
        if try isOver || !begin(index, request) { closed.insert(index) }
      }
      open.removeAll(where: closed.contains)
    }
    return Result(latencies: latencies.sorted(), seconds: Self.now() - start)
  }

  /// A POST of JSON.
  static func post(_ path: String, _ body: [UInt8]) -> [UInt8] {
    let head =
      "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    return Array(head.utf8) + body
  }

  static func get(_ path: String) -> [UInt8] {
    Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".utf8)
  }

  // MARK: Parts

  /// Sends what there is to send on a connection. False if it has no more requests.
  private func begin(_ index: Int, _ request: (Int) -> [UInt8]?) throws -> Bool {
    guard let bytes = request(index) else { return false }
    connections[index].request = bytes
    connections[index].sent = 0
    connections[index].answer.removeAll(keepingCapacity: true)
    connections[index].began = Self.now()
    _ = try advance(index)
    return true
  }

  /// Sends or receives what is possible now. True if the answer is whole.
  private func advance(_ index: Int) throws -> Bool {
    let file = connections[index].file
    if connections[index].sent < connections[index].request.count {
      let sent = connections[index].request.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[connections[index].sent...])
        return send(file, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0, errno == EAGAIN { return false }
      guard sent > 0 else { throw Failure.socket(call: "send", code: errno) }
      connections[index].sent += sent
      return false
    }
    let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
      let count = recv(file, buffer.baseAddress, buffer.count, 0)
      if count > 0 { connections[index].answer += buffer[..<count] }
      return count
    }
    if count < 0, errno == EAGAIN { return false }
    guard count > 0 else { throw Failure.socket(call: "recv", code: errno) }
    return try isWhole(connections[index].answer)
  }

  private func isWhole(_ answer: [UInt8]) throws -> Bool {
    guard answer.count > 16, let end = Self.endOfHead(answer) else { return false }
    // "HTTP/1.1 2xx"
    guard answer[9] == UInt8(ascii: "2") else {
      throw Failure.answer(String(decoding: answer.prefix(2000), as: UTF8.self))
    }
    // 204 has no body, whatever the fields say.
    if answer[9..<12].elementsEqual("204".utf8) { return true }
    let head = String(decoding: answer[..<end], as: UTF8.self).lowercased()
    guard let field = head.range(of: "content-length: ") else {
      // None, or one in chunks that ends with an empty one.
      return !head.contains("chunked") || answer.suffix(5).elementsEqual("0\r\n\r\n".utf8)
    }
    let length = Int(head[field.upperBound...].prefix { $0.isNumber }) ?? 0
    return answer.count >= end + length
  }

  /// The place after the empty line.
  private static func endOfHead(_ answer: [UInt8]) -> Int? {
    var place = 3
    while place < answer.count {
      if answer[place] == 10, answer[place - 1] == 13, answer[place - 2] == 10 { return place + 1 }
      place += 1
    }
    return nil
  }

  private static func connect(_ port: Int) throws -> Int32 {
    let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard file >= 0 else { throw Failure.socket(call: "socket", code: errno) }
    var yes: Int32 = 1
    setsockopt(file, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard code == 0 else { throw Failure.socket(call: "connect", code: errno) }
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK)
    return file
  }

  private static func now() -> Double {
    ProcessInfo.processInfo.systemUptime
  }
}
