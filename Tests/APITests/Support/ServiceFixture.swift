import Dispatch
import Experiments
import Foundation
import HTTP
import Jobs
import Logging
import Store
import TestSupport

import API

/// The parts of a service with a store of its own, and a job in every state that routes tell apart.
final class ServiceFixture: Sendable {
  let folder: TemporaryFolder
  let configuration: ServiceConfiguration
  let parts: ServiceParts
  private let data: DataFolder
  /// What `{name}` stands for in the paths, bodies and answers of cases.
  let names: [String: String]

  static let quiet: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }()

  /// Filled once: each service begins with a copy, as one that is started again.
  private static let filled = Result {
    let folder = try TemporaryFolder()
    let settings = ServiceFixture.configuration(in: folder)
    let data = try DataFolder(settings.data)
    let parts = try ServiceParts(settings, folder: data, logger: ServiceFixture.quiet)
    let names = try ServiceFixture.fill(parts)
    // All is in the database itself then, and nothing in its log.
    try parts.store.close()
    return (folder: folder, names: names)
  }

  init(logger: Logger = quiet) throws {
    let filled = try Self.filled.get()
    folder = try TemporaryFolder()
    configuration = Self.configuration(in: folder)
    let files = FileManager.default
    try files.createDirectory(at: configuration.data, withIntermediateDirectories: true)
    for part in ["staircase.sqlite", "artifacts", "worker-token"] {
      try files.copyItem(
        at: filled.folder.file("data").appending(path: part),
        to: configuration.data.appending(path: part))
    }
    data = try DataFolder(configuration.data)
    parts = try ServiceParts(configuration, folder: data, logger: logger)
    try parts.queue.start()
    names = filled.names.merging(["folder": folder.url.path]) { $1 }
  }

  private static func configuration(in folder: TemporaryFolder) -> ServiceConfiguration {
    ServiceConfiguration(port: 0, data: folder.file("data"), resources: Checkout.folder)
  }

  /// Returns once all events so far are told: the feed does that on a queue of its own.
  static func settle(_ events: EventFeed) {
    let isTold = DispatchSemaphore(value: 0)
    let subscription = events.subscribe { _ in isTold.signal() }
    events.publish(.log(Event.NewLines(jobId: "", lines: [])))
    isTold.wait()
    subscription.cancel()
  }

  private static func fill(_ parts: ServiceParts) throws -> [String: String] {
    var names: [String: String] = [:]
    let queue = parts.queue
    func spec(_ name: String) throws -> JobSpec {
      var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
      spec.name = name
      spec.experiment = "fashion"
      return spec
    }
    func lease(_ worker: String) throws -> Lease? {
      try queue.claim(
        ClaimRequest(workerId: worker, host: "h", pid: 1, threads: 1, waitSeconds: 0))
    }
    var float = try spec("succeeded")
    float.quantizer.method = .none
    let succeeded = try queue.submit(float)
    if let lease = try lease("w0") {
      let word = Completion(lease: lease.token, outcome: .succeeded)
      _ = try queue.complete(job: lease.job.id, word)
    }
    let running = try queue.submit(spec("running"))
    names["lease"] = try lease("w1")?.token
    try queue.store(records: records(lease: names["lease"] ?? ""), job: running.id)
    let queued = try queue.submit(spec("queued"))
    let canceled = try queue.cancel(job: queue.submit(spec("canceled")).id)
    var heir = try spec("heir")
    heir.start = .job(id: succeeded.id)
    heir.notBefore = time.addingTimeInterval(1e9)
    _ = try queue.submit(heir)
    names["succeeded"] = succeeded.id
    names["neededRun"] = succeeded.runId
    names["running"] = running.id
    names["jobRun"] = running.runId
    names["queued"] = queued.id
    names["canceled"] = canceled.id
    let study = try queue.submit(StudyRequest(json: Data(#"{"recipe": "schedule"}"#.utf8)))
    names["study"] = try queue.cancel(study: study.id).id
    let run = try parts.store.write { transaction in
      let run = try transaction.createRun(
        RunRequest(name: "mine", parameters: ["bits": "2"], tags: ["a": "b"]), now: time)
      try transaction.log(
        metrics: [
          MetricPoint(key: "loss", step: 0, value: 0.5, time: time),
          MetricPoint(key: "loss", step: 1, value: .nan, time: time),
        ], run: run.id)
      return run
    }
    names["run"] = run.id
    names["empty"] = try parts.store.write {
      "\(try $0.createExperiment(name: "empty", now: time).id)"
    }
    names["gone"] = try parts.store.write { transaction in
      let gone = try transaction.createRun(RunRequest(name: "gone"), now: time)
      try transaction.deleteRun(id: gone.id, now: time)
      return gone.id
    }
    let sink = try parts.artifacts.create(run: run.id, path: "notes/a.txt")
    try sink.write(Data("0123456789".utf8))
    _ = try sink.commit()
    return names
  }

  /// The secret of the workers that a service on this folder starts.
  func workerSecret() throws -> String { try data.workerSecret() }

  static let time = Timestamp.date(milliseconds: 1_795_500_000_000)

  private static func records(lease: String) -> RecordBatch {
    RecordBatch(
      lease: lease, sequence: 0,
      metrics: (1...3).map {
        MetricPoint(key: "trainLoss", step: $0 * 10, value: 1 / Double($0), time: time)
      },
      quantizers: [
        Quantizer(
          id: "stem.weight", layer: "stem", kind: .weight, bits: 8, signed: true, count: 144,
          shape: [16, 1, 3, 3], position: 0)
      ],
      stepPoints: [
        StepPoint(
          quantizer: "stem.weight", step: 10, stepSize: 0.25, gradient: 0.125, updateRatio: 1,
          mse: 0.5, clippedLow: 0, clippedHigh: 0.125, oscillation: 0, occupancy: [0.25, 0.75])
      ],
      histograms: [
        Histogram(
          quantizer: "stem.weight", step: 0, low: -1, high: 1, counts: [1, 2], stepSize: 0.25,
          offset: -0.125)
      ],
      log: [LogLine(time: time, text: "began")])
  }

  /// `text` with every `{name}` replaced.
  func fillIn(_ text: String) -> String {
    names.reduce(text) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
  }
}
