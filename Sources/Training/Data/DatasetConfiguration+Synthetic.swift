extension DatasetConfiguration {
  /// Random bytes with random labels: nothing can be learned from them, but how fast a network
  /// trains. For benchmarks.
  func loadSynthetic(
    side: Int, classes: Int, trainingImages: Int, testImages: Int
  ) -> ImageDataset {
    let shape = ImageShape(height: side, width: side, channels: 3)
    // Mean and deviation of uniformly distributed values.
    let normalization = Normalization(
      mean: [Float](repeating: 0.5, count: 3),
      standardDeviation: [Float](repeating: Float(1.0 / 12).squareRoot(), count: 3))
    func images(_ count: Int, split: Int) -> MemoryImages {
      var generator = RandomGenerator(seed: 0, purpose: .syntheticData, index: split)
      let labels = (0..<count).map { _ in Int32(generator.below(classes)) }
      let pixels = [UInt8](unsafeUninitializedCapacity: count * shape.count) { pixels, filled in
        filled = pixels.count
        var word: UInt64 = 0
        for i in pixels.indices {
          word = i % 8 == 0 ? generator.next() : word >> 8
          pixels[i] = UInt8(truncatingIfNeeded: word)
        }
      }
      return MemoryImages(
        shape: shape, pixels: pixels, labels: labels, normalization: normalization)
    }
    return ImageDataset(
      shape: shape, classes: classes, training: images(trainingImages, split: 0),
      test: images(testImages, split: 1), normalization: normalization, augmentation: augmentation,
      workers: 1)
  }
}
