import API
import Experiments
import Foundation
import Jobs
import Logging
import Store

/// A service in this process over a store that is filled for the measurement.
final class StoreBenchmark {
  struct Sizes {
    var runs: Int
    var points: Int
    var stepPoints: Int
    var jobs: Int
  }

  let folder: URL
  let service: Service
  private let store: Store
  let port: Int

  init(folder: URL) throws {
    self.folder = folder
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var logger = Logger(label: "bench")
    logger.logLevel = .error
    let resources = try InstallationFolders.find().resources
    let configuration = ServiceConfiguration(
      port: 0, data: folder.appending(path: "data", directoryHint: .isDirectory),
      resources: resources, hasLocalWorkers: false)
    service = try Service.start(configuration, logger: logger)
    store = try Store(
      path: DataFolder.database(in: configuration.data),
      migrations: configuration.migrations)
    port = service.url.port ?? 0
  }

  // MARK: Ingest

  /// Points a second of SQLite alone on this disk.
  func rawPointsPerSecond(_ points: Int) throws -> Double {
    try RawInsertBenchmark.pointsPerSecond(
      in: folder.appending(path: "raw.sqlite"), points: points)
  }

  /// Points logged by HTTP for `seconds`, each request acknowledged when it is on disk.
  func ingest(batch: Int, clients: Int, seconds: Double) throws -> HTTPLoad.Result {
    let runs = try (0..<clients).map { try makeRun("ingest \($0)") }
    let posts = PointPosts(runs: runs, batch: batch)
    let load = try HTTPLoad(port: port, connections: clients)
    return try load.run(seconds: seconds) { posts.request($0) }
  }

  private func makeRun(_ name: String) throws -> String {
    try store.write {
      try $0.createRun(
        RunRequest(
          name: name, parameters: Self.parameters(1), tags: ["team": "bench"]), now: Date())
    }.id
  }

  // MARK: Queries

  /// Fills the store. Returns seconds for each tenth of the points: the cost of a point as the
  /// table grows.
  func fill(_ sizes: Sizes) throws -> [Double] {
    let perRun = max(1, sizes.points / sizes.runs)
    var tenths: [Double] = []
    var start = ContinuousClock.now
    for run in 0..<sizes.runs {
      let id = try makeRun("run \(run)")
      try store.write { transaction in
        _ = try transaction.log(metrics: Self.points(perRun, seed: run), run: id)
      }
      if (run + 1) * 10 / sizes.runs > run * 10 / sizes.runs {
        tenths.append(start.duration(to: .now) / .seconds(1))
        start = .now
      }
    }
    try fillJobs(sizes)
    return tenths
  }

  /// Jobs that have run, with quantizers: 22 a run, as ResNet-20 has.
  private func fillJobs(_ sizes: Sizes) throws {
    let (count, quantizers) = (100, 22)
    let steps = sizes.stepPoints / count / quantizers
    for number in 0..<count {
      var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20)
      spec.name = "job \(number)"
      spec.priority = 1000
      let job = try service.queue.submit(spec)
      guard let lease = try service.queue.claim(Self.worker(0)) else { continue }
      let names = (0..<quantizers).map { "layer\($0).weight" }
      for first in stride(from: 0, to: steps, by: 500) {
        let range = first..<min(first + 500, steps)
        let batch = RecordBatch(
          lease: lease.token, sequence: first,
          metrics: range.map {
            MetricPoint(key: "trainLoss", step: $0, value: 1 / Double($0 + 1), time: Date())
          },
          quantizers: first > 0 ? [] : names.enumerated().map(Self.quantizer),
          stepPoints: names.flatMap { name in range.map { Self.stepPoint(name, $0) } },
          histograms: first > 0 ? [] : names.flatMap(Self.histograms))
        try service.queue.store(records: batch, job: job.id)
      }
      _ = try service.queue.complete(
        job: job.id, Completion(lease: lease.token, outcome: .succeeded))
    }
  }

  /// What the pages of the dashboard ask for.
  func pages() throws -> [(page: String, path: String)] {
    let run = try store.read { try $0.runs(RunQuery(page: PageRequest(limit: 1000))) }
      .items.first { $0.jobId == nil && $0.latest.count > 1 }
    let jobs = try store.read { try $0.jobs(JobQuery(state: .succeeded)) }
    let job = try JSONCoding.decoder().decode(Page<Job>.self, from: Data(jobs.json)).items.first
    let api = "/api/v1"
    guard let run, let job else { return [] }
    return [
      ("jobs", "\(api)/jobs?limit=100"), ("runs", "\(api)/runs?limit=100"),
      ("run", "\(api)/runs/\(run.id)"),
      ("run: curves", "\(api)/runs/\(run.id)/metrics?maxPoints=1000"),
      ("run: one curve", "\(api)/runs/\(run.id)/metrics?keys=trainLoss&maxPoints=1000"),
      ("run: quantizers", "\(api)/runs/\(job.runId)/quantizers"),
      ("run: step sizes", "\(api)/runs/\(job.runId)/step-sizes?maxPoints=400"),
      ("run: histograms", "\(api)/runs/\(job.runId)/histograms?quantizer=layer0.weight"),
      ("run: log", "\(api)/jobs/\(job.id)/log"), ("job", "\(api)/jobs/\(job.id)"),
      ("experiments", "\(api)/experiments"), ("workers", "\(api)/workers"),
      ("queue", "\(api)/queue"),
    ]
  }

  func ask(_ path: String, count: Int) throws -> HTTPLoad.Result {
    let load = try HTTPLoad(port: port, connections: 1)
    var rest = count
    return try load.run(seconds: 60) { _ in
      rest -= 1
      return rest >= 0 ? HTTPLoad.get(path) : nil
    }
  }

  // MARK: Claims

  /// Fills the queue up to `jobs` and claims `count` of them. Seconds of each claim, rising.
  func claims(jobs: Int, count: Int) throws -> [Double] {
    var waiting = try service.queue.status().jobs["queued"] ?? 0
    let spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20)
    while waiting < jobs {
      let more = min(1000, jobs - waiting)
      try store.write { transaction in
        for _ in 0..<more { _ = try transaction.insert(job: NewJob(spec: spec), now: Date()) }
      }
      waiting += more
    }
    return try (0..<count).map { number in
      let start = ContinuousClock.now
      _ = try service.queue.claim(Self.worker(number))
      return start.duration(to: .now) / .seconds(1)
    }.sorted()
  }

  /// Seconds of one small write that waits for the disk, in the middle of many.
  func syncSeconds() throws -> Double {
    let id = try makeRun("sync")
    return try (0..<50).map { step in
      let start = ContinuousClock.now
      try store.write { transaction in
        _ = try transaction.log(
          metrics: [MetricPoint(key: "a", step: step, value: 1, time: Date())], run: id)
      }
      return start.duration(to: .now) / .seconds(1)
    }.sorted()[25]
  }

  func stop() async throws {
    try store.close()
    try await service.stop()
  }
}
