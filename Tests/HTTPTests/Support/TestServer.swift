import HTTPTypes
import Logging

import HTTP

/// Servers for tests: on a free port of the loopback, quiet.
enum TestServer {
  static func start(
    limits: Limits = Limits(), loops: Int = 2,
    configure: (inout ServerConfiguration) -> Void = { _ in }, routes: (inout Router) -> Void
  ) throws -> HTTPServer {
    var router = Router()
    routes(&router)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    var configuration = ServerConfiguration(router: router, loops: loops, logger: logger)
    configuration.limits = limits
    configuration.blockingThreads = 2
    configure(&configuration)
    return try HTTPServer.start(configuration)
  }

  /// Answers every path and method with what it saw.
  static func mirror(_ router: inout Router) {
    let methods = [
      "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get", "BREW", "!#$%&'*+-.^_`|~09Zz",
    ]
    for method in methods.compactMap({ HTTPRequest.Method($0) }) {
      for pattern in ["/", "/{path...}"] {
        router.on(method, pattern, .inline) { Response(text: Seen($0).description) }
      }
    }
  }
}

extension Seen {
  init(_ request: Request) {
    self.init(
      request.method.rawValue, request.path, host: request.host, query: Self.show(request.query),
      fields: Self.show(request.headers), body: String(decoding: request.body, as: UTF8.self),
      trailers: Self.show(request.trailers))
  }
}
