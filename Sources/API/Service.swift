package import Foundation
package import HTTP
import HTTPTypes
package import Jobs
package import Logging
import Store
import Synchronization

/// A running service: the store, the queue over it, and the HTTP server over both.
package final class Service: Sendable {
  /// Where it answers.
  package let url: URL
  /// Held until the service has stopped.
  private let folder: Mutex<DataFolder?>
  private let parts: ServiceParts
  private let server: HTTPServer
  private let timer: QueueTimer

  /// The queue, for those who start workers beside the service.
  package var queue: JobQueue { parts.queue }
  /// Lets the workers in that are started beside the service. A secret: not for an argument list or
  /// a log.
  package var workerSecret: String { parts.workerSecret }

  private init(
    url: URL, folder: DataFolder, parts: ServiceParts, server: HTTPServer, timer: QueueTimer
  ) {
    self.url = url
    self.folder = Mutex(folder)
    (self.parts, self.server, self.timer) = (parts, server, timer)
  }

  /// Opens the data folder, brings its database up to date, and serves. Returns when requests are
  /// answered.
  ///
  /// Throws `StoreError.folderInUse` if another service has the folder, `ServiceError.noTokens` if
  /// others than this machine's programs could reach it and there is no token, and `ServerError` if
  /// the address cannot be had.
  package static func start(
    _ configuration: ServiceConfiguration, logger: Logger
  ) throws -> Service {
    let folder = try DataFolder(configuration.data)
    let parts = try ServiceParts(configuration, folder: folder, logger: logger)
    if configuration.isExposed, try parts.tokens.isEmpty { throw ServiceError.noTokens }
    try parts.queue.start()
    let server = try HTTPServer.start(serverConfiguration(configuration, parts, logger))
    parts.meter.attach { [weak server] in server?.statistics }
    return Service(
      url: try url(of: server, configuration), folder: folder, parts: parts, server: server,
      timer: QueueTimer(parts.queue, log: logger))
  }

  /// Where the programs of this machine reach a server.
  private static func url(
    of server: HTTPServer, _ configuration: ServiceConfiguration
  ) throws -> URL {
    var host = server.host
    if configuration.isOnEveryAddress { host = host.contains(":") ? "::1" : "127.0.0.1" }
    if host.contains(":") { host = "[\(host)]" }
    guard let url = URL(string: "http://\(host):\(server.port)") else {
      throw ServerError.badHost(server.host)
    }
    return url
  }

  /// Stops taking requests, lets those in flight finish for at most `limit`, and closes the store.
  /// Another service may then have the data folder.
  package func stop(within limit: Duration = .seconds(10)) async throws {
    await server.drain(within: limit)
    timer.stop()
    try parts.tokens.close()
    try parts.store.close()
    folder.withLock { $0 = nil }
  }

  package static func serverConfiguration(
    _ configuration: ServiceConfiguration, _ parts: ServiceParts, _ logger: Logger
  ) -> ServerConfiguration {
    let (problems, meter) = (parts.problems, parts.meter)
    // Two loops serve more than a service beside its workers is ever asked.
    let loops = min(2, ProcessInfo.processInfo.activeProcessorCount)
    var server = ServerConfiguration(
      host: configuration.host, port: configuration.port, router: routes(parts), loops: loops,
      logger: logger)
    server.limits = configuration.limits
    server.trustsForwardedHeaders = configuration.isBehindProxy
    server.defaultHeaders = SecurityFields.strict
    let authorizer = parts.authorizer
    server.authorize = { request, route in
      do {
        try authorizer.admit(&request, to: route)
        return nil
      } catch {
        return problems.response(to: error, request: request)
      }
    }
    let accessLog = AccessLog(logger: logger)
    server.observe = { exchange in
      meter.observe(exchange)
      accessLog.write(exchange)
    }
    server.errorResponder = { problems.response(to: $0, request: $1) }
    return server
  }
}
