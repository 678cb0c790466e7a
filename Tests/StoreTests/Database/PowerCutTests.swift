import Experiments
import Foundation
import Store
import TestSupport
import Testing

/// What a disk may hold after a power cut: the database, and the log up to any byte of it.
@Suite struct PowerCutTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  private var log: URL { URL(filePath: fixture.file.path + "-wal") }

  private func logBytes() throws -> Int {
    // FileManager, as URLs remember what they were told.
    let attributes = try FileManager.default.attributesOfItem(atPath: log.path)
    return try #require(attributes[.size] as? Int)
  }

  /// Writes point after point. Returns the size of the log when each was acknowledged.
  private func writePoints(_ count: Int, run: String) throws -> [Int] {
    try (0..<count).map { step in
      _ = try fixture.store.write { try $0.log(metrics: [.make("loss", step, 0.5)], run: run) }
      return try logBytes()
    }
  }

  @Test func whatWasAcknowledgedIsThereWhereverTheLogIsCutOff() throws {
    let run = try fixture.makeRun().id
    let base = try logBytes()
    let sizes = try writePoints(60, run: run)
    let database = try Data(contentsOf: fixture.file)
    let whole = try Data(contentsOf: log)
    var random = SystemRandomNumberGenerator()
    for round in 0..<60 {
      let cut = Int.random(in: base...whole.count, using: &random)
      var bytes = whole.prefix(cut)
      // The last sector may also be torn, or hold what was there before.
      var intact = cut
      if round % 3 == 1 {
        intact = max(base, cut - 512)
        bytes.replaceSubrange(intact..<cut, with: Data(count: cut - intact))
      }
      if round % 3 == 2 { bytes += Data((0..<700).map { _ in UInt8.random(in: 0...255) }) }
      let acknowledged = sizes.count { $0 <= intact }
      try check(database, bytes, run: run, acknowledged: acknowledged, cut: cut)
    }
  }

  /// Opens what is left. It must have all that was acknowledged and nothing in part.
  private func check(
    _ database: Data, _ log: Data, run: String, acknowledged: Int, cut: Int
  ) throws {
    let folder = try Scratch.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "staircase.sqlite")
    try database.write(to: file)
    try log.write(to: URL(filePath: file.path + "-wal"))
    let store = try Store(path: file, migrations: Checkout.migrations)
    let series = try store.read { try $0.metricSeries(run: run, maxPoints: 1000) }
    let steps = series.first?.points.map(\.step) ?? []
    #expect(steps == Array(0..<steps.count) && steps.count >= acknowledged, "cut at \(cut)")
    #expect(series.first.map { $0.total == steps.count } ?? true, "cut at \(cut)")
    try store.close()
    let findings = try StoreFile(file).check(artifacts: folder, content: false)
    #expect(findings.isEmpty, "cut at \(cut)")
  }
}
