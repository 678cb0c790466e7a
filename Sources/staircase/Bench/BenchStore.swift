import ArgumentParser
import Foundation

struct BenchStore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "Times the store behind HTTP: points in, pages out, claims.",
    discussion: """
      Points are acknowledged when they are on disk. The clients run in this process, on the same \
      cores. `limit` is SQLite alone: one prepared statement in a loop, one transaction.
      """)

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case ingest, pages, claims
  }

  @Option(help: "What to time; may be repeated.")
  var only: [Part] = Part.allCases

  @Option(help: "Seconds to time each case of ingest for.")
  var seconds = 3.0

  @Option(help: "Runs behind the pages.")
  var runs = 1000

  @Option(help: "Points of metrics behind the pages.")
  var points = 10_000_000

  @Option(help: "Points of step sizes behind the pages.")
  var stepPoints = 1_000_000

  @Option(help: "Jobs in the queue when it is claimed from.")
  var jobs = 100_000

  @Option(
    help: "Folder to work in; kept (default: one that is removed).", completion: .directory)
  var folder: String?

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func validate() throws {
    guard seconds > 0, seconds <= 3600 else {
      throw ValidationError("--seconds \(seconds) is not above 0 and at most 3600")
    }
    for (name, value, least) in [
      ("--runs", runs, 1), ("--points", points, runs), ("--step-points", stepPoints, 0),
      ("--jobs", jobs, 1),
    ] where value < least {
      throw ValidationError("\(name) \(value) is not at least \(least)")
    }
  }

  func run() async throws {
    let place =
      folder.map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString)")
    defer { if folder == nil { try? FileManager.default.removeItem(at: place) } }
    let benchmark = try StoreBenchmark(folder: place)
    var report = BenchReport(json: json)
    for part in only {
      switch part {
      case .ingest: try ingest(benchmark, &report)
      case .pages: try pages(benchmark, &report)
      case .claims: try claims(benchmark, &report)
      }
    }
    try await benchmark.stop()
  }

  private func ingest(_ benchmark: StoreBenchmark, _ report: inout BenchReport) throws {
    report.begin(
      "ingest",
      [
        "batch": "batch", "clients": "clients", "points/s": "pointsPerSecond",
        "of limit": "shareOfLimit", "p50 ms": "p50Milliseconds", "p99 ms": "p99Milliseconds",
      ])
    let limit = try benchmark.rawPointsPerSecond(1_000_000)
    try report.add(["limit", .none, .count(Int(limit)), .share(1), .none, .none])
    for batch in [1000, 10, 1] {
      for clients in [1, 8, 64] {
        let result = try benchmark.ingest(batch: batch, clients: clients, seconds: seconds)
        let rate = result.perSecond * Double(batch)
        try report.add(
          [.count(batch), .count(clients), .count(Int(rate)), .share(rate / limit)]
            + times(result, digits: 2))
      }
    }
    try report.end()
  }

  private func pages(_ benchmark: StoreBenchmark, _ report: inout BenchReport) throws {
    let tenths = try benchmark.fill(
      StoreBenchmark.Sizes(runs: runs, points: points, stepPoints: stepPoints, jobs: jobs))
    report.begin("growth", ["points": "points", "points/s": "pointsPerSecond"])
    for (index, time) in tenths.enumerated() {
      try report.add([
        .count((index + 1) * points / 10), .count(Int(Double(points) / 10 / time)),
      ])
    }
    try report.end()
    report.begin(
      "pages", ["page": "page", "p50 ms": "p50Milliseconds", "p99 ms": "p99Milliseconds"])
    for (page, path) in try benchmark.pages() {
      try report.add([.text(page)] + times(benchmark.ask(path, count: 200), digits: 2))
    }
    try report.end()
  }

  private func claims(_ benchmark: StoreBenchmark, _ report: inout BenchReport) throws {
    report.begin(
      "claims",
      [
        "queued": "queued", "what": "what", "p50 ms": "p50Milliseconds",
        "p99 ms": "p99Milliseconds",
      ])
    for size in [jobs / 100, jobs] where size > 0 {
      let times = try benchmark.claims(jobs: size, count: 200)
      try report.add([
        .count(size), "claim, with the disk", .decimal(times[100] * 1000, digits: 3),
        .decimal(times[198] * 1000, digits: 3),
      ])
      let page = try benchmark.ask("/api/v1/jobs?limit=100", count: 100)
      try report.add([.count(size), "GET /jobs"] + self.times(page, digits: 3))
    }
    try report.add([
      .none, "the disk alone", .decimal(benchmark.syncSeconds() * 1000, digits: 3), .none,
    ])
    try report.end()
  }

  private func times(_ result: HTTPLoad.Result, digits: Int) -> [BenchReport.Cell] {
    [0.5, 0.99].map { .decimal(result.milliseconds($0), digits: digits) }
  }
}
