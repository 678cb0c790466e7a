import Testing

import Training

@Suite struct MemoryImagesTests {
  /// Images of random bytes.
  static func make(
    shape: ImageShape, count: Int = 1, classes: Int = 10
  ) -> MemoryImages {
    var generator = RandomGenerator(seed: 11, purpose: .syntheticData)
    let pixels = (0..<count * shape.count).map { _ in UInt8(generator.below(256)) }
    return MemoryImages(
      shape: shape, pixels: pixels, labels: (0..<count).map { Int32($0 % classes) },
      normalization: Normalization(of: pixels, channels: shape.channels))
  }

  private func render(
    _ images: MemoryImages, _ augmentation: Augmentation, seed: UInt64 = 0
  ) -> [Float] {
    var generator = RandomGenerator(seed: seed)
    var values = [Float](repeating: .nan, count: images.shape.count)
    values.withUnsafeMutableBufferPointer {
      images.render(0, augmentation: augmentation, generator: &generator, into: $0)
    }
    return values
  }

  /// Pads by four, crops, mirrors, normalises: one step after the other.
  private func reference(
    _ images: MemoryImages, row: Int, column: Int, mirrored: Bool
  ) -> [Float] {
    let (height, width) = (images.shape.height, images.shape.width)
    let channels = images.shape.channels
    let paddedWidth = width + 8
    var padded = [UInt8](repeating: 0, count: (height + 8) * paddedWidth * channels)
    for y in 0..<height {
      for i in 0..<width * channels {
        padded[((y + 4) * paddedWidth + 4) * channels + i] = images.pixels[y * width * channels + i]
      }
    }
    var result: [Float] = []
    for y in 0..<height {
      for x in 0..<width {
        let from = mirrored ? width - 1 - x : x
        for c in 0..<channels {
          let pixel = padded[((y + row) * paddedWidth + from + column) * channels + c]
          let (mean, deviation) = (
            images.normalization.mean[c], images.normalization.standardDeviation[c]
          )
          result.append((Float(pixel) / 255 - mean) / deviation)
        }
      }
    }
    return result
  }

  static let shapes = [
    ImageShape(height: 28, width: 28, channels: 1), ImageShape(height: 32, width: 32, channels: 3),
    ImageShape(height: 5, width: 9, channels: 2), ImageShape(height: 3, width: 2, channels: 1),
  ]

  @Test(arguments: shapes)
  func withoutAugmentationItIsTheImage(shape: ImageShape) {
    let images = Self.make(shape: shape)
    #expect(
      render(images, []) == reference(images, row: 4, column: 4, mirrored: false))
  }

  @Test(
    "Every augmented image is one of the 9 x 9 x 2 crops, and all of them come", arguments: shapes)
  func augmentation(shape: ImageShape) {
    let images = Self.make(shape: shape)
    var crops: [[Float]: Int] = [:]
    for row in 0...8 {
      for column in 0...8 {
        for mirrored in [false, true] {
          crops[reference(images, row: row, column: column, mirrored: mirrored), default: 0] += 1
        }
      }
    }
    var seen: Set<[Float]> = []
    for seed in 0..<3_000 as Range<UInt64> {
      seen.insert(render(images, [.padCrop, .mirror], seed: seed))
    }
    #expect(seen == Set(crops.keys))
  }

  @Test func mirroringAloneHappensHalfTheTime() {
    let images = Self.make(shape: Self.shapes[1])
    let plain = reference(images, row: 4, column: 4, mirrored: false)
    let mirrored = reference(images, row: 4, column: 4, mirrored: true)
    let rendered = (0..<400 as Range<UInt64>).map { render(images, .mirror, seed: $0) }
    #expect(rendered.allSatisfy { $0 == plain || $0 == mirrored })
    // Five standard deviations of a binomial of 400 trials at 1/2.
    #expect(abs(rendered.count { $0 == mirrored } - 200) < 50)
  }
}
