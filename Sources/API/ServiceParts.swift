import Foundation
import HTTP
package import Jobs
package import Logging
package import Store

/// What the routes are made from.
package struct ServiceParts: Sendable {
  package var store: Store
  package var queue: JobQueue
  package var artifacts: ArtifactStore
  var files: LocalFiles
  package var tokens: TokenBook
  let workerSecret: String
  package var problems: ProblemResponder
  package var authorizer: Authorizer
  var streams: OpenStreams
  package var meter: ServiceMeter
  /// The dashboard's files; nil where they are not installed.
  var dashboard: StaticFiles?
  /// The chart library's files; nil where they are not installed.
  var chartLibrary: StaticFiles?
  var clock: @Sendable () -> Date

  /// Opens the database of a folder, and brings it up to date.
  package init(_ configuration: ServiceConfiguration, folder: DataFolder, logger: Logger) throws {
    clock = configuration.clock
    store = try Store(path: folder.database, migrations: configuration.migrations)
    queue = JobQueue(
      store: store, events: EventFeed(), settings: configuration.queue, clock: clock)
    artifacts = ArtifactStore(folder: folder.artifacts, store: store, clock: clock)
    files = LocalFiles(areNeeded: configuration.hasLocalWorkers)
    workerSecret = try folder.workerSecret()
    tokens = try TokenBook(database: folder.database, workerSecret: workerSecret, clock: clock)
    problems = ProblemResponder(logger: logger)
    authorizer = Authorizer(configuration, book: tokens)
    streams = OpenStreams(authorizer: authorizer)
    meter = ServiceMeter(events: queue.events)
    dashboard = StaticFiles(root: configuration.dashboard.path)
    chartLibrary = StaticFiles(root: configuration.chartLibrary.path)
  }
}
