import Glibc

/// An HTTP/1.1 server that listens.
package final class HTTPServer: Sendable {
  /// The address it is bound to, as numbers.
  package let host: String
  /// The port it is bound to.
  package let port: UInt16

  private init(configuration: ServerConfiguration, listener: Listener) {
    host = listener.host
    port = listener.port
  }

  /// Binds, listens and serves until ``drain(within:)``.
  package static func start(_ configuration: ServerConfiguration) throws(ServerError) -> HTTPServer
  {
    // A client that goes away while sendfile runs raises SIGPIPE, which nothing else turns off.
    signal(SIGPIPE, SIG_IGN)
    let listener = try Listener(host: configuration.host, port: configuration.port)
    return HTTPServer(configuration: configuration, listener: listener)
  }

  /// Stops: accepts no more, tells streams and deferred handlers, lets requests in flight finish for at
  /// most `limit`, then closes what is left. Returns when all is closed.
  package func drain(within limit: Duration) async {
  }
}
