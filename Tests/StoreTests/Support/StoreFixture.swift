import Experiments
import Foundation
import GRDB
import Store
import TestSupport

/// A store in a folder of its own, which goes with it.
final class StoreFixture: Sendable {
  static let noon = Date(timeIntervalSince1970: 1_800_000_000)

  let folder: URL
  let store: Store

  var file: URL { folder.appending(path: "staircase.sqlite") }

  /// A database without a row: each store begins with a copy.
  private static let empty = Result {
    let folder = try TemporaryFolder()
    try Store(path: folder.file("staircase.sqlite"), migrations: Checkout.migrations).close()
    return folder
  }

  init() throws {
    folder = try Scratch.folder()
    let file = folder.appending(path: "staircase.sqlite")
    try FileManager.default.copyItem(at: Self.empty.get().file("staircase.sqlite"), to: file)
    store = try Store(path: file, migrations: Checkout.migrations)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// SQL on a connection of its own, as another program would send it.
  @discardableResult
  func sql(
    _ statement: String, _ arguments: StatementArguments = [], foreignKeys: Bool = true
  ) throws -> [Row] {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = foreignKeys
    let queue = try DatabaseQueue(path: file.path, configuration: configuration)
    return try queue.write { try Row.fetchAll($0, sql: statement, arguments: arguments) }
  }

  /// A run of another program.
  func makeRun(_ name: String = "run", experiment: String = "Default") throws -> Run {
    try store.write {
      try $0.createRun(RunRequest(name: name, experiment: experiment), now: Self.noon)
    }
  }

  func makeJob(_ change: (inout JobSpec) -> Void = { _ in }, study: String? = nil) throws -> Job {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    change(&spec)
    let new = NewJob(spec: spec, study: study)
    return try store.write { try $0.create(job: new, now: Self.noon) }
  }

  /// A page of jobs as a client reads it.
  func jobs(_ query: JobQuery = JobQuery()) throws -> Page<Job> {
    try Self.jobs(of: store, query)
  }

  static func jobs(of store: Store, _ query: JobQuery = JobQuery()) throws -> Page<Job> {
    let page = try store.read { try $0.jobs(query) }
    return try JSONCoding.decoder().decode(Page<Job>.self, from: Data(page.json))
  }

  /// Claims the next job for `worker`.
  func claim(
    _ worker: String = "w", token: String = Identifier.lease(), now: Date = StoreFixture.noon
  ) throws -> Lease? {
    try store.write {
      try $0.register(
        worker: ClaimRequest(workerId: worker, host: "h", pid: 1, threads: 1, waitSeconds: 0),
        now: now)
      return try $0.claim(for: worker, token: token, leaseSeconds: 30, now: now)
    }
  }

  /// Ends the attempt under a lease.
  func end(_ lease: Lease, _ end: AttemptEnd, now: Date = StoreFixture.noon) throws -> Job {
    try store.write { transaction in
      let held = try transaction.heldJob(id: lease.job.id, token: lease.token)
      try transaction.end(held, end, now: now)
      return try transaction.job(id: lease.job.id)
    }
  }
}

extension Snapshot {
  /// A page of histograms as a client reads it.
  func histogramPage(
    run: String, quantizer: String? = nil, step: Int? = nil,
    _ request: PageRequest = PageRequest(limit: PageRequest.maximum)
  ) throws -> Page<Histogram> {
    let page = try histograms(run: run, quantizer: quantizer, step: step, request)
    return try JSONCoding.decoder().decode(Page<Histogram>.self, from: Data(page.json))
  }
}

extension AttemptEnd {
  static let success = AttemptEnd(outcome: .succeeded, next: .succeeded)
}

extension MetricPoint {
  static func make(_ key: String, _ step: Int, _ value: Double, ms: Int = 1_000) -> MetricPoint {
    MetricPoint(key: key, step: step, value: value, time: Timestamp.date(milliseconds: ms))
  }
}

extension Quantizer {
  static func make(_ id: String, position: Int = 0) -> Quantizer {
    Quantizer(
      id: id, layer: id, kind: .weight, bits: 2, signed: true, count: 9, shape: [1, 1, 3, 3],
      position: position)
  }
}

extension StepPoint {
  static func make(_ quantizer: String, _ step: Int, stepSize: Double = 0.1) -> StepPoint {
    StepPoint(
      quantizer: quantizer, step: step, stepSize: stepSize, gradient: 1, updateRatio: 2, mse: 3,
      clippedLow: 0.1, clippedHigh: 0.2, oscillation: 0)
  }
}
