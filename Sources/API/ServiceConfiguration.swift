package import Foundation
package import Jobs

/// What a service is told when it starts.
package struct ServiceConfiguration: Sendable {
  /// A numeric address, or `localhost`.
  package var host: String
  /// 0 lets the system choose; `Service.url` tells.
  package var port: UInt16
  /// Names under which the service may be asked, beside its address and the loopback's.
  package var names: [String] = []
  /// Where everything is kept.
  package var data: URL
  /// The folder of `NNNN_what_it_does.sql`.
  package var migrations: URL
  /// The folder of the dashboard's files.
  package var dashboard: URL
  /// Where Debian's libjs-chart.js puts its files.
  package var chartLibrary: URL
  /// Whether workers on this machine train the jobs, so that a job's files must be here.
  package var hasLocalWorkers: Bool
  package var queue: QueueSettings
  /// The time; another one in tests.
  package var clock: @Sendable () -> Date

  /// - Parameter resources: the folder that holds Migrations and Public.
  package init(
    host: String = "127.0.0.1", port: UInt16 = 8080, data: URL, resources: URL,
    hasLocalWorkers: Bool = true, queue: QueueSettings = QueueSettings(),
    clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.host = host
    self.port = port
    self.data = data
    migrations = resources.appending(path: "Migrations", directoryHint: .isDirectory)
    dashboard = resources.appending(path: "Public", directoryHint: .isDirectory)
    chartLibrary = URL(filePath: "/usr/share/javascript/chart.js", directoryHint: .isDirectory)
    self.hasLocalWorkers = hasLocalWorkers
    self.queue = queue
    self.clock = clock
  }
}
