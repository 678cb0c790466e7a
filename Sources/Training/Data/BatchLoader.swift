import Dispatch
import Synchronization

/// Prepares batches in the background, a few ahead of the one that asks for them.
///
///     var batch = Batch()
///     while try loader.next(&batch) { step(batch.images, batch.labels) }
///
/// The order of an epoch is a function of (seed, epoch), the augmentation of an image one of (seed,
/// epoch, index): batches are the same whichever thread prepares them, and from whichever position
/// the loader starts.
///
/// In training each epoch takes `count / batchSize` full batches and leaves the rest of its
/// shuffled images out (PyTorch's `drop_last=True`), so that every step has the one shape the
/// network was planned for, and every image the same weight; another epoch leaves out others. In
/// evaluation every image comes exactly once, in order, and the last batch is filled up with zeros
/// past `Batch.count`.
package final class BatchLoader: Sendable {
  /// What the images are wanted for.
  package enum Pass: Sendable {
    /// Shuffled and augmented, from `start` to the end of epoch `epochs - 1`.
    case training(seed: UInt64, augmentation: Augmentation, start: DataPosition, epochs: Int)
    /// In order, as they are, once.
    case evaluation
  }

  package let batchSize: Int
  package let batchesPerEpoch: Int

  private let source: any ImageSource
  private let pass: Pass
  /// Batch numbers count through all epochs.
  private let end: Int
  private let cursor: Mutex<Int>
  private let slots: [Slot]
  private let queues: [DispatchQueue]
  private let orders = Mutex<[Int: [Int32]]>([:])

  /// One batch being prepared, or ready. Batch n uses slot n % slots.count.
  private final class Slot: Sendable {
    let content = Mutex((batch: Batch(), failure: (any Error)?.none))
    let isReady = DispatchSemaphore(value: 0)
  }

  /// - Parameters:
  ///   - ahead: batches that may be ready at a time.
  ///   - workers: threads that prepare batches, each a whole one; at most `ahead` are of use.
  /// - Throws: `DataError.tooFewImages` if a training epoch would have no batch.
  package init(
    _ source: any ImageSource, pass: Pass, batchSize: Int, ahead: Int = 3, workers: Int = 1
  ) throws(DataError) {
    precondition(batchSize > 0 && ahead > 0 && workers > 0, "\(batchSize), \(ahead), \(workers)")
    let count = source.labels.count
    var first = 0
    switch pass {
    case .training(_, _, let start, let epochs):
      guard count >= batchSize else { throw .tooFewImages(needed: batchSize, found: count) }
      batchesPerEpoch = count / batchSize
      first = start.epoch * batchesPerEpoch + start.batch
      end = epochs * batchesPerEpoch
    case .evaluation:
      batchesPerEpoch = (count + batchSize - 1) / batchSize
      end = batchesPerEpoch
    }
    self.source = source
    self.pass = pass
    self.batchSize = batchSize
    cursor = Mutex(first)
    slots = (0..<ahead).map { _ in Slot() }
    queues = (0..<workers).map { DispatchQueue(label: "staircase.batches.\($0)") }
    for number in first..<max(first, min(first + ahead, end)) { prepareLater(number) }
  }

  /// The position of the batch that `next` gives next: what a checkpoint keeps.
  package var position: DataPosition {
    position(of: cursor.withLock { $0 })
  }

  /// Waits for the next batch and exchanges it for `batch`, whose buffers are used again.
  /// - Returns: false after the last batch; `batch` is then unchanged.
  /// - Throws: what reading an image threw. The loader has then ended.
  package func next(_ batch: inout Batch) throws -> Bool {
    let number = cursor.withLock { cursor -> Int? in
      guard cursor < end else { return nil }
      defer { cursor += 1 }
      return cursor
    }
    guard let number else { return false }
    let slot = slots[number % slots.count]
    slot.isReady.wait()
    // The batch goes out of its slot and the old one in, without a copy of either.
    var exchanged = Batch()
    swap(&exchanged, &batch)
    let failure = slot.content.withLock { content in
      swap(&content.batch, &exchanged)
      return content.failure
    }
    swap(&exchanged, &batch)
    if let failure {
      cursor.withLock { $0 = end }
      throw failure
    }
    if number + slots.count < end { prepareLater(number + slots.count) }
    return true
  }

  private func position(of number: Int) -> DataPosition {
    DataPosition(epoch: number / batchesPerEpoch, batch: number % batchesPerEpoch)
  }

  private func prepareLater(_ number: Int) {
    // Weak: batches nobody waits for any more are not prepared.
    queues[number % queues.count].async { [weak self] in self?.prepare(number) }
  }

  private func prepare(_ number: Int) {
    let slot = slots[number % slots.count]
    slot.content.withLock { content in
      do {
        try fill(&content.batch, number: number)
      } catch {
        content.failure = error
      }
    }
    slot.isReady.signal()
  }

  private func fill(_ batch: inout Batch, number: Int) throws {
    let position = position(of: number)
    let size = source.shape.count
    if batch.images.count != batchSize * size {
      batch.images = [Float](repeating: 0, count: batchSize * size)
      batch.labels = [Int32](repeating: -1, count: batchSize)
      batch.indices = batch.labels
    }
    batch.position = position
    let first = position.batch * batchSize
    batch.count = min(batchSize, source.labels.count - first)
    try batch.images.withUnsafeMutableBufferPointer { images in
      switch pass {
      case .evaluation:
        for i in 0..<batch.count { batch.indices[i] = Int32(first + i) }
      case .training(let seed, _, _, _):
        takeOrder(seed: seed, number: number, into: &batch.indices)
      }
      for i in 0..<batch.count {
        let index = Int(batch.indices[i])
        batch.labels[i] = source.labels[index]
        let image = UnsafeMutableBufferPointer(rebasing: images[i * size..<(i + 1) * size])
        try render(index, epoch: position.epoch, into: image)
      }
      images[(batch.count * size)...].update(repeating: 0)
      for i in batch.count..<batchSize { (batch.labels[i], batch.indices[i]) = (-1, -1) }
    }
  }

  private func render(
    _ index: Int, epoch: Int, into image: UnsafeMutableBufferPointer<Float>
  ) throws {
    switch pass {
    case .evaluation:
      var unused = RandomGenerator(seed: 0)
      try source.render(index, augmentation: [], generator: &unused, into: image)
    case .training(let seed, let augmentation, _, _):
      var generator = RandomGenerator(
        seed: seed, purpose: .augmentation, epoch: epoch, index: index)
      try source.render(index, augmentation: augmentation, generator: &generator, into: image)
    }
  }

  /// Copies the images of batch `number` out of the order of its epoch.
  private func takeOrder(seed: UInt64, number: Int, into indices: inout [Int32]) {
    let position = position(of: number)
    orders.withLock { orders in
      let order = orders[position.epoch] ?? shuffledImages(seed: seed, epoch: position.epoch)
      if orders.updateValue(order, forKey: position.epoch) == nil {
        // Other threads may still prepare the batches just before this one.
        let oldest = (number - slots.count) / batchesPerEpoch
        orders = orders.filter { $0.key >= oldest }
      }
      for i in indices.indices { indices[i] = order[position.batch * batchSize + i] }
    }
  }

  private func shuffledImages(seed: UInt64, epoch: Int) -> [Int32] {
    var images = (0..<Int32(source.labels.count)).map { $0 }
    var generator = RandomGenerator(seed: seed, purpose: .epochOrder, epoch: epoch)
    generator.shuffle(&images)
    return images
  }
}
