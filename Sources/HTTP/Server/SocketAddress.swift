import CEpoll
import Glibc

/// An IPv4 or IPv6 address with a port, as the socket calls want it and as people read it.
package struct SocketAddress {
  private var storage = sockaddr_storage()
  private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

  /// Reads a numeric address; `localhost` is 127.0.0.1.
  package init(host: String, port: UInt16) throws(ServerError) {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let name = host == "localhost" ? "127.0.0.1" : host
    guard getaddrinfo(name, String(port), &hints, &found) == 0, let found else {
      throw .badHost(host)
    }
    defer { freeaddrinfo(found) }
    length = found.pointee.ai_addrlen
    withUnsafeMutableBytes(of: &storage) {
      $0.copyMemory(
        from: UnsafeRawBufferPointer(start: found.pointee.ai_addr, count: Int(length)))
    }
  }

  /// The address a socket is bound to.
  init(localOf descriptor: Int32) {
    withMutablePointer { _ = getsockname(descriptor, $0, $1) }
  }

  /// An address for `accept` to fill.
  init(filledBy fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Void) {
    withMutablePointer(fill)
  }

  var family: Int32 { Int32(storage.ss_family) }

  /// The address as numbers, without the port; an IPv4 client of an IPv6 socket shows as IPv4.
  var host: String {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    var copy = self
    let status = copy.withPointer {
      getnameinfo($0, $1, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
    }
    guard status == 0 else { return "" }
    let host = text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return host.hasPrefix("::ffff:") ? String(host.dropFirst(7)) : host
  }

  var port: UInt16 {
    // sin_port and sin6_port are at the same place: bytes 2 and 3, big-endian.
    withUnsafeBytes(of: storage) { UInt16($0[2]) << 8 | UInt16($0[3]) }
  }

  mutating func withPointer<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) -> Result {
    let length = length
    return withUnsafePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }

  private mutating func withMutablePointer(
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Void
  ) {
    withUnsafeMutablePointer(to: &storage) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        body(pointer, &length)
      }
    }
  }
}
