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
  /// The queue, for those who start workers beside the service.
  package let queue: JobQueue
  /// Held until the service has stopped.
  private let folder: Mutex<DataFolder?>
  private let store: Store
  private let server: HTTPServer
  private let timer: QueueTimer

  private init(
    url: URL, queue: JobQueue, folder: DataFolder, store: Store, server: HTTPServer,
    timer: QueueTimer
  ) {
    (self.url, self.queue) = (url, queue)
    self.folder = Mutex(folder)
    (self.store, self.server, self.timer) = (store, server, timer)
  }

  /// Opens the data folder, brings its database up to date, and serves. Returns when requests are
  /// answered.
  ///
  /// Throws `StoreError.folderInUse` if another service has the folder, and `ServerError` if the
  /// address cannot be had.
  package static func start(
    _ configuration: ServiceConfiguration, logger: Logger
  ) throws -> Service {
    let folder = try DataFolder(configuration.data)
    let parts = try ServiceParts(configuration, folder: folder, logger: logger)
    try parts.queue.start()
    let server = try HTTPServer.start(
      serverConfiguration(configuration, routes(parts), parts.problems, logger))
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    guard let url = URL(string: "http://\(host):\(server.port)") else {
      throw ServerError.badHost(server.host)
    }
    return Service(
      url: url, queue: parts.queue, folder: folder, store: parts.store, server: server,
      timer: QueueTimer(parts.queue, log: logger))
  }

  /// Stops taking requests, lets those in flight finish for at most `limit`, and closes the store.
  /// Another service may then have the data folder.
  package func stop(within limit: Duration = .seconds(10)) async throws {
    await server.drain(within: limit)
    timer.stop()
    try store.close()
    folder.withLock { $0 = nil }
  }

  package static func serverConfiguration(
    _ configuration: ServiceConfiguration, _ routes: Router, _ problems: ProblemResponder,
    _ logger: Logger
  ) -> ServerConfiguration {
    // Two loops serve more than a service beside its workers is ever asked.
    let loops = min(2, ProcessInfo.processInfo.activeProcessorCount)
    var server = ServerConfiguration(
      host: configuration.host, port: configuration.port, router: routes, loops: loops,
      logger: logger)
    let authorizer = Authorizer(names: [configuration.host] + configuration.names)
    server.defaultHeaders = SecurityFields.strict
    server.authorize = { request, _ in
      authorizer.refusal(of: request).map { problems.response(to: $0, request: request) }
    }
    server.observe = { exchange in
      logger.debug(
        "\(exchange.method) \(exchange.path) \(exchange.status.code) \(exchange.duration)",
        metadata: ["request": "\(exchange.id)"])
    }
    server.errorResponder = { problems.response(to: $0, request: $1) }
    return server
  }
}
