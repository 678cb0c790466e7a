package import Foundation
import Glibc
package import HTTP
package import Jobs

/// What a service is told when it starts.
package struct ServiceConfiguration: Sendable {
  /// A numeric address, or `localhost`.
  package var host: String
  /// 0 lets the system choose; `Service.url` tells.
  package var port: UInt16
  /// Names under which the service may be asked, beside its address and the loopback's.
  package var names: [String] = []
  /// True behind a proxy that sets `X-Forwarded-For`, `-Proto` and `-Host`: they are believed.
  package var isBehindProxy = false
  /// What clients are held to.
  package var limits = Limits()
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

  /// Whether others than this machine's programs reach the service, itself or through a proxy: then
  /// it needs a token to start.
  package var isExposed: Bool {
    isBehindProxy || !(host == "localhost" || host == "::1" || host.hasPrefix("127."))
  }

  /// Whether it listens on every address of the machine.
  var isOnEveryAddress: Bool { host == "0.0.0.0" || host == "::" }

  /// The names it answers to, beside addresses and `localhost`: an exposed service also to its
  /// machine's.
  var allNames: [String] {
    var name = [CChar](repeating: 0, count: 256)
    guard isExposed, gethostname(&name, name.count - 1) == 0 else { return names }
    return names + [String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)]
  }
}
