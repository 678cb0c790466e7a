import API
import Client
import Experiments
import Foundation
import HTTP
import Jobs
import Logging
import TestSupport
import Testing
import Worker

/// A service in this process, on a port that the system chose, with everything a worker needs.
final class LiveService: Sendable {
  let folder: TemporaryFolder
  let service: Service
  let dataset: URL

  static let quiet: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }()

  /// - Parameters:
  ///   - leaseSeconds: short ones make workers beat often.
  ///   - dataFolder: nil for one in `folder`.
  ///   - upload: the longest artifact it takes, in bytes; nil for the usual limit.
  init(
    folder: TemporaryFolder? = nil, dataFolder: URL? = nil, port: UInt16 = 0,
    leaseSeconds: Double = 3, upload: Int64? = nil
  ) throws {
    self.folder = try folder ?? TemporaryFolder()
    dataset = try TinyDataset.make(in: self.folder.url)
    var configuration = ServiceConfiguration(
      port: port, data: dataFolder ?? self.folder.file("data"), resources: Checkout.folder,
      hasLocalWorkers: false)
    configuration.queue.leaseSeconds = leaseSeconds
    if let upload { configuration.limits.upload = upload }
    service = try Service.start(configuration, logger: Self.quiet)
  }

  var client: ServiceClient { ServiceClient(server: service.url) }

  /// A worker for one job, unless it is not to end with it.
  ///
  /// - Parameter work: nil for a folder of its own in `folder`.
  func worker(_ id: String = "w1", in work: URL? = nil, once: Bool = true) -> WorkerLoop {
    Self.worker(id, of: service.url, in: work ?? folder.file("work-\(id)"), once: once)
  }

  /// Delivers so often that a test which waits for the first points has them early in the training.
  static func worker(
    _ id: String = "w1", of server: URL, in work: URL, once: Bool = true
  ) -> WorkerLoop {
    WorkerLoop(
      WorkerConfiguration(
        server: server, id: id, threads: 1, workFolder: work, once: once,
        deliveryInterval: .milliseconds(20)), logger: quiet)
  }

  /// Returns at the first event that `condition` holds for.
  func event(_ condition: @escaping @Sendable (Event) -> Bool) async {
    await withCheckedContinuation { continuation in
      let once = Once(continuation)
      once.subscription = service.queue.events.subscribe { entry in
        if condition(entry.event) { once.resume() }
      }
    }
  }

  /// Returns once points have come, of a run if one is given.
  func points(of run: String? = nil) async {
    await event { event in
      guard case .points(let points) = event else { return false }
      return run == nil || run == points.runId
    }
  }
}
