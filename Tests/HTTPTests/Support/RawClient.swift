import CEpoll
import Glibc

/// A client that sends exactly the bytes it is told to, and blocks.
final class RawClient {
  struct Failure: Error {
    let call: String
    let number: Int32
  }

  let descriptor: Int32
  private var pending: ArraySlice<UInt8> = []
  /// The server closed its side.
  private(set) var isEnded = false

  /// Connects to the loopback port. `receiveBuffer` makes a client that takes little at a time.
  init(port: UInt16, receiveBuffer: Int32? = nil) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A server that never answers fails the test instead of hanging it.
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    if var receiveBuffer {
      setsockopt(
        descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw Failure(call: "connect", number: errno) }
  }

  deinit {
    close(descriptor)
  }

  func send(_ text: String) throws {
    try send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) throws {
    try Self.send(bytes, to: descriptor)
  }

  static func send(_ bytes: [UInt8], to descriptor: Int32) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure(call: "send", number: errno) }
      rest = rest.dropFirst(count)
    }
  }

  /// Says that nothing more will be sent.
  func endSending() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// The next bytes; empty when the server closed.
  func receive(atMost count: Int = 65_536) throws -> [UInt8] {
    var failed: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let received = recv(descriptor, buffer.baseAddress, count, 0)
      if received < 0 { failed = errno }
      initialized = max(0, received)
    }
    if failed == ECONNRESET {
      isEnded = true
      return []
    }
    guard failed == 0 else { throw Failure(call: "recv", number: failed) }
    if bytes.isEmpty { isEnded = true }
    return bytes
  }

  /// The next response, whole. Throws if the server closes before its end.
  func reply(toHead: Bool = false) throws -> Reply {
    while true {
      var bytes = pending
      if let reply = Reply.read(&bytes, toHead: toHead),
        reply.isWhole, isEnded || reply.isDelimited || toHead
      {
        pending = ArraySlice(Array(bytes))
        return reply
      }
      guard !isEnded else { throw Failure(call: "reply", number: 0) }
      pending += try receive()
    }
  }

  /// All that comes until the server closes.
  func rest() throws -> [UInt8] {
    while !isEnded {
      pending += try receive()
    }
    defer { pending = [] }
    return Array(pending)
  }

  /// Bytes until `marker` was seen, with it.
  func receive(until marker: String) throws -> String {
    while true {
      if let end = Reply.find(Array(marker.utf8), in: pending) {
        let after = end + marker.utf8.count
        defer { pending = ArraySlice(Array(pending[after...])) }
        return String(decoding: pending[..<after], as: UTF8.self)
      }
      guard !isEnded else { throw Failure(call: "receive(until:)", number: 0) }
      pending += try receive()
    }
  }
}

extension Reply {
  /// The end of the response is known without the end of the connection.
  var isDelimited: Bool {
    status < 200 || status == 204 || status == 304 || self["content-length"] != nil
      || self["transfer-encoding"] != nil
  }
}
