import CEpoll
import Glibc

/// A bound and listening TCP socket.
struct Listener {
  let descriptor: Int32
  let host: String
  let port: UInt16

  /// Binds and listens. A short backlog is the system's business: the server accepts at once,
  /// also beyond its own limit.
  init(host: String, port: UInt16) throws(ServerError) {
    var address = try SocketAddress(host: host, port: port)
    let descriptor = socket(
      address.family,
      Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        | Int32(SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { throw .system(call: "socket", errno: errno) }
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    // Accepted sockets inherit these. An answer leaves when it is written.
    Self.set(TCP_NODELAY, 1, of: descriptor)
    // A client that vanished without a word is noticed, though a stream has nothing to send it:
    // asked after a minute, given up two minutes later.
    setsockopt(descriptor, SOL_SOCKET, SO_KEEPALIVE, &one, socklen_t(MemoryLayout<Int32>.size))
    Self.set(TCP_KEEPIDLE, 60, of: descriptor)
    Self.set(TCP_KEEPINTVL, 15, of: descriptor)
    Self.set(TCP_KEEPCNT, 8, of: descriptor)
    guard address.withPointer({ bind(descriptor, $0, $1) }) == 0 else {
      let number = errno
      close(descriptor)
      throw .system(call: "bind \(host):\(port)", errno: number)
    }
    guard listen(descriptor, 4_096) == 0 else {
      let number = errno
      close(descriptor)
      throw .system(call: "listen", errno: number)
    }
    let bound = SocketAddress(localOf: descriptor)
    self.descriptor = descriptor
    self.host = bound.host
    self.port = bound.port
  }

  private static func set(_ option: Int32, _ value: Int32, of descriptor: Int32) {
    var value = value
    setsockopt(
      descriptor, Int32(IPPROTO_TCP), option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
