import Dispatch
import Foundation
import Synchronization
import Testing

import Training

@Suite struct BatchLoaderTests {
  static let images = MemoryImagesTests.make(
    shape: ImageShape(height: 4, width: 4, channels: 1), count: 103)

  private func training(
    seed: UInt64 = 1, start: DataPosition = .start, epochs: Int = 3, ahead: Int = 3,
    workers: Int = 1
  ) throws -> BatchLoader {
    try BatchLoader(
      Self.images,
      pass: .training(
        seed: seed, augmentation: [.padCrop, .mirror], start: start, epochs: epochs),
      batchSize: 10, ahead: ahead, workers: workers)
  }

  private func all(_ loader: BatchLoader) throws -> [Batch] {
    var batches: [Batch] = []
    var batch = Batch()
    while try loader.next(&batch) { batches.append(batch) }
    return batches
  }

  @Test func anEpochTakesEachImageAtMostOnceInFullBatches() throws {
    let batches = try all(training())
    #expect(batches.count == 30)
    for epoch in 0..<3 {
      let part = batches[(epoch * 10)..<(epoch * 10 + 10)]
      #expect(part.map(\.position) == (0..<10).map { DataPosition(epoch: epoch, batch: $0) })
      #expect(part.allSatisfy { $0.count == 10 && $0.labels.count == 10 })
      let indices = part.flatMap(\.indices)
      #expect(Set(indices).count == 100)
      #expect(indices != indices.sorted())
      #expect(part.flatMap(\.labels) == indices.map { Self.images.labels[Int($0)] })
    }
    #expect(batches[0].indices != batches[10].indices)
  }

  @Test(
    "Batches depend on the seed, not on threads or depth",
    arguments: [(1, 1), (2, 2), (5, 3), (40, 4)])
  func determinism(ahead: Int, workers: Int) throws {
    let expected = try all(training())
    #expect(try all(training(ahead: ahead, workers: workers)) == expected)
    #expect(try all(training(seed: 2)) != expected)
  }

  @Test func resumingContinuesWhereItWas() throws {
    let expected = try all(training())
    let loader = try training()
    var batch = Batch()
    for _ in 0..<17 { #expect(try loader.next(&batch)) }
    #expect(loader.position == DataPosition(epoch: 1, batch: 7))
    let resumed = try all(training(start: loader.position, workers: 2))
    #expect(resumed == Array(expected.dropFirst(17)))
    #expect(try all(training(start: DataPosition(epoch: 3, batch: 0))).isEmpty)
  }

  @Test func anImageIsAugmentedAnewInEachEpoch() throws {
    let batches = try all(training())
    func image(_ index: Int32, in batches: ArraySlice<Batch>) -> [Float]? {
      for batch in batches {
        if let i = batch.indices.firstIndex(of: index) {
          return Array(batch.images[i * 16..<(i + 1) * 16])
        }
      }
      return nil
    }
    let both = (0..<103).compactMap { index -> Bool? in
      guard let first = image(Int32(index), in: batches[..<10]),
        let second = image(Int32(index), in: batches[10..<20])
      else { return nil }
      return first != second
    }
    // Crops of so small an image are all black now and then.
    #expect(both.count { $0 } > 60)
  }

  @Test func evaluationCoversEveryImageOnceInOrder() throws {
    let batches = try all(BatchLoader(Self.images, pass: .evaluation, batchSize: 20))
    #expect(batches.map(\.count) == [20, 20, 20, 20, 20, 3])
    let indices = batches.flatMap { $0.indices.prefix($0.count) }
    #expect(indices == (0..<103).map(Int32.init))
    let last = try #require(batches.last)
    #expect(last.images.count == 20 * 16)
    #expect(last.images[(3 * 16)...].allSatisfy { $0 == 0 })
    #expect(last.labels[3...].allSatisfy { $0 == -1 })
    // Not augmented.
    let table = Self.images.normalization.table
    #expect(batches[0].images == Self.images.pixels[..<320].map { table[Int($0)] })
  }

  @Test func buffersAreUsedAgain() throws {
    let loader = try training(epochs: 20)
    var batch = Batch()
    var addresses: Set<UnsafeRawPointer> = []
    while try loader.next(&batch) {
      batch.images.withUnsafeBytes { _ = $0.baseAddress.map { addresses.insert($0) } }
    }
    // Three ahead, and the one that was asked for.
    #expect(addresses.count <= 4)
  }

  @Test func noMoreThanAFewBatchesAreAhead() throws {
    let source = ProbedImages()
    let loader = try BatchLoader(source, pass: .evaluation, batchSize: 10, ahead: 2, workers: 2)
    var batch = Batch()
    repeat { source.calls.add(1, ordering: .sequentiallyConsistent) } while try loader.next(&batch)
    #expect(source.farthest.load(ordering: .sequentiallyConsistent) <= 2)
  }

  @Test func whatASourceThrowsIsThrownOnce() throws {
    let loader = try BatchLoader(
      ProbedImages(failing: 35), pass: .evaluation, batchSize: 10, ahead: 2)
    var batch = Batch()
    for _ in 0..<3 { #expect(try loader.next(&batch)) }
    #expect(throws: ProbedImages.Failure(index: 35)) { try loader.next(&batch) }
    #expect(try !loader.next(&batch))
  }

  @Test func anAbandonedLoaderLetsGoOfItsImages() throws {
    let released = DispatchSemaphore(value: 0)
    do {
      let loader = try BatchLoader(
        ProbedImages(released: released), pass: .evaluation, batchSize: 10, workers: 2)
      var batch = Batch()
      #expect(try loader.next(&batch))
    }
    #expect(released.wait(timeout: .now() + 60) == .success)
  }

  @Test(.timeLimit(.minutes(1))) func loadersLeaveNoThreadsBehind() throws {
    func threads() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }
    let before = try threads()
    for _ in 0..<200 {
      let loader = try training(workers: 3)
      var batch = Batch()
      #expect(try loader.next(&batch))
    }
    // Dispatch keeps some, and on a busy machine many for some seconds; three for each loader would
    // be 600.
    while try threads() >= before + 100 { sched_yield() }
  }

  @Test func anEpochWithoutAFullBatchIsAnError() {
    #expect(throws: DataError.tooFewImages(needed: 104, found: 103)) {
      try BatchLoader(
        Self.images,
        pass: .training(seed: 1, augmentation: [], start: .start, epochs: 1), batchSize: 104)
    }
  }
}

/// A hundred images of one value that watch how they are asked for.
private final class ProbedImages: ImageSource {
  struct Failure: Error, Equatable {
    let index: Int
  }

  let shape = ImageShape(height: 1, width: 1, channels: 1)
  let labels = [Int32](repeating: 0, count: 100)
  /// Calls of `next` that have begun.
  let calls = Atomic(0)
  /// Most batches that were being prepared past those asked for.
  let farthest = Atomic(0)
  let failing: Int?
  let released: DispatchSemaphore?

  init(failing: Int? = nil, released: DispatchSemaphore? = nil) {
    (self.failing, self.released) = (failing, released)
  }

  deinit {
    released?.signal()
  }

  func render(
    _ index: Int, augmentation: Augmentation, generator: inout RandomGenerator,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    let ahead = index / 10 + 1 - calls.load(ordering: .sequentiallyConsistent)
    farthest.max(ahead, ordering: .sequentiallyConsistent)
    if index == failing { throw Failure(index: index) }
    destination[0] = Float(index)
  }
}
