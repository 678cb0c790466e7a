/// A data set: images to train on, images to test on, and the classes they belong to.
package struct ImageDataset: Sendable {
  package let shape: ImageShape
  package let classes: Int
  package let training: any ImageSource
  package let test: any ImageSource
  /// Of the training images; both splits are normalised with it.
  package let normalization: Normalization
  /// What is done to training images.
  package let augmentation: Augmentation
  /// Threads that should prepare batches: one for images in memory, more for files to be decoded.
  package let workers: Int

  /// The training batches from `start` to the end of epoch `epochs - 1` (counted from 0).
  package func trainingBatches(
    batchSize: Int, seed: UInt64, epochs: Int, from start: DataPosition = .start
  ) throws(DataError) -> BatchLoader {
    try BatchLoader(
      training,
      pass: .training(seed: seed, augmentation: augmentation, start: start, epochs: epochs),
      batchSize: batchSize, ahead: ahead, workers: workers)
  }

  /// Batches that may be ready: one for each that prepares them, and one to train on.
  private var ahead: Int { max(3, workers + 1) }

  /// Every test image once, in order; the last batch has `Batch.count` of them.
  package func testBatches(batchSize: Int) throws(DataError) -> BatchLoader {
    try BatchLoader(test, pass: .evaluation, batchSize: batchSize, ahead: ahead, workers: workers)
  }
}
