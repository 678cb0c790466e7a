import Experiments
import Foundation
import TestSupport
import Testing

import Worker

struct RecordSpoolTests {
  static func records(_ steps: Range<Int>) -> SpooledRecords {
    SpooledRecords(
      metrics: steps.map {
        MetricPoint(
          key: "loss", step: $0, value: Double($0) / 3, time: Timestamp.date(milliseconds: $0))
      })
  }

  @Test("A batch stays the same until it is acknowledged, whatever is appended meanwhile")
  func batchIsStable() throws {
    let folder = try TemporaryFolder()
    let spool = try RecordSpool(file: folder.file("spool"))
    #expect(try spool.nextBatch() == nil)
    try spool.append(Self.records(0..<3))
    let first = try #require(try spool.nextBatch())
    try spool.append(Self.records(3..<5))
    let again = try #require(try spool.nextBatch())
    #expect(first.sequence == 0)
    #expect(again.sequence == 0)
    #expect(again.records.metrics == first.records.metrics)
    spool.acknowledge()
    let second = try #require(try spool.nextBatch())
    #expect(second.sequence == 1)
    #expect(second.records.metrics.map(\.step) == [3, 4])
    spool.acknowledge()
    #expect(try spool.nextBatch() == nil)
    #expect(spool.acknowledged == spool.position)
  }

  @Test(
    "Batches are whole lines of bounded size, and all of them together are what was appended",
    arguments: [1, 100, 350, 1000, 5000])
  func batchesAreBounded(_ limit: Int) throws {
    let folder = try TemporaryFolder()
    let spool = try RecordSpool(file: folder.file("spool"), batchBytes: limit)
    let pieces: [Range<Int>] = (0..<40).map { piece in
      let first = piece * 3
      return first..<first + 1 + piece % 3
    }
    for piece in pieces { try spool.append(Self.records(piece)) }
    var steps: [Int] = []
    var sequence = 0
    while let batch = try spool.nextBatch() {
      #expect(batch.sequence == sequence)
      steps += batch.records.metrics.map(\.step)
      sequence += 1
      spool.acknowledge()
    }
    #expect(steps == pieces.flatMap { Array($0) })
    #expect(limit > 1 || sequence == 40)
    // What is delivered takes no room any more.
    #expect(try Data(contentsOf: folder.file("spool")).isEmpty)
    try spool.append(Self.records(7..<9))
    #expect(try spool.nextBatch()?.records.metrics.map(\.step) == [7, 8])
  }

  @Test("Values survive the disk to the last bit, NaN and infinities included")
  func values() throws {
    let folder = try TemporaryFolder()
    let spool = try RecordSpool(file: folder.file("spool"))
    let values: [Double] = [
      0.1, .pi, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity, .nan,
    ]
    let time = Timestamp.date(milliseconds: 0)
    try spool.append(
      SpooledRecords(
        metrics: values.map { MetricPoint(key: "k", step: 0, value: $0, time: time) }))
    let read = try #require(try spool.nextBatch()).records.metrics.map(\.value)
    #expect(read.map(\.description) == values.map(\.description))
  }

  @Test(
    "Records that another program cut off or wrote over are an error, not the end of all records",
    arguments: [0, 20, nil] as [UInt64?])
  func damage(_ bytes: UInt64?) throws {
    let folder = try TemporaryFolder()
    let spool = try RecordSpool(file: folder.file("spool"))
    try spool.append(Self.records(0..<3))
    let other = try FileHandle(forUpdating: folder.file("spool"))
    if let bytes {
      try other.truncate(atOffset: bytes)
    } else {
      try other.write(contentsOf: Data("garbage".utf8))
    }
    for _ in 0..<2 {
      #expect(throws: WorkerError.damagedSpool(path: folder.file("spool").path)) {
        try spool.nextBatch()
      }
    }
  }

  @Test("Appending from one thread while another delivers loses and repeats nothing")
  func concurrent() async throws {
    let folder = try TemporaryFolder()
    let spool = try RecordSpool(file: folder.file("spool"), batchBytes: 2000)
    let total = 2000
    async let appended: Void = Task.detached {
      for step in 0..<total { try spool.append(Self.records(step..<step + 1)) }
    }.value
    var steps: [Int] = []
    while steps.count < total {
      guard let batch = try spool.nextBatch() else {
        await Task.yield()
        continue
      }
      steps += batch.records.metrics.map(\.step)
      spool.acknowledge()
    }
    try await appended
    #expect(steps == Array(0..<total))
  }
}
