import Dispatch
import Experiments
import Foundation
import GRDB
import Store
import Synchronization
import TestSupport
import Testing

@Suite final class WriteAheadLogTests {
  private static let limit = 1 << 20

  private let folder: URL
  private let store: Store
  private let run: String
  private var step = 0

  init() throws {
    folder = try Scratch.folder()
    store = try Store(
      path: folder.appending(path: "staircase.sqlite"), migrations: Checkout.migrations,
      logLimit: Self.limit)
    run = try store.write { try $0.createRun(RunRequest(name: "r"), now: StoreFixture.noon) }.id
  }

  deinit {
    try? store.close()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Some 200 KiB of log.
  private func write() throws {
    let points = (step..<step + 10_000).map { MetricPoint.make("a", $0, 0.5) }
    step += 10_000
    try store.write { [run] in _ = try $0.log(metrics: points, run: run) }
  }

  @Test func isKeptShortWhileThereIsAlwaysAReader() throws {
    let isOver = Mutex(false)
    let readers = DispatchGroup()
    for _ in 0..<3 {
      readers.enter()
      Thread.detachNewThread { [store, run] in
        while !isOver.withLock({ $0 }) {
          _ = try? store.read { try $0.run(id: run) }
        }
        readers.leave()
      }
    }
    var longest = 0
    for _ in 0..<30 {
      try write()
      longest = max(longest, store.fileSizes.log)
    }
    isOver.withLock { $0 = true }
    readers.wait()
    #expect(longest < 2 * Self.limit)
    #expect(try store.read { try $0.run(id: run) }.latest["a"]?.step == step - 1)
  }

  @Test func isLeftLongWhileAReadTakesLong() throws {
    let (isReading, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let isOver = DispatchSemaphore(value: 0)
    Thread.detachNewThread { [store, run] in
      try? store.read { snapshot in
        _ = try snapshot.run(id: run)
        isReading.signal()
        mayEnd.wait()
      }
      isOver.signal()
    }
    isReading.wait()
    // Whoever waits for that read to end waits for ever.
    for _ in 0..<8 { try write() }
    #expect(store.fileSizes.log > Self.limit)
    #expect(try store.read { try $0.run(id: run) }.latest["a"]?.step == step - 1)
    mayEnd.signal()
    isOver.wait()
    // The first copies it all, and the next begins it anew.
    for _ in 0..<2 { try write() }
    #expect(store.fileSizes.log < Self.limit)
  }

  @Test func isCutOffAfterAnotherProcessHasRead() throws {
    let other = try DatabaseQueue(path: folder.appending(path: "staircase.sqlite").path)
    try other.read { db in
      _ = try Row.fetchAll(db, sql: "SELECT * FROM runs")
      for _ in 0..<20 { try write() }
      #expect(store.fileSizes.log > 2 * Self.limit)
    }
    // The first copies it all, and the next begins it anew.
    for _ in 0..<2 { try write() }
    #expect(store.fileSizes.log < Self.limit)
  }
}
