/// Small images, held in memory as bytes.
package struct MemoryImages: ImageSource {
  package let shape: ImageShape
  package let labels: [Int32]
  /// NHWC.
  package let pixels: [UInt8]
  package let normalization: Normalization

  /// The usual padding for images of 28 or 32 pixels.
  static let padding = 4

  package init(
    shape: ImageShape, pixels: [UInt8], labels: [Int32], normalization: Normalization
  ) {
    precondition(
      pixels.count == labels.count * shape.count,
      "\(pixels.count) bytes are not \(labels.count) images of \(shape)")
    self.shape = shape
    self.pixels = pixels
    self.labels = labels
    self.normalization = normalization
  }

  package func render(
    _ index: Int, augmentation: Augmentation, generator: inout RandomGenerator,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(destination.count == shape.count, "\(destination.count) values for \(shape)")
    var (down, right) = (0, 0)
    if augmentation.contains(.padCrop) {
      down = generator.below(2 * Self.padding + 1) - Self.padding
      right = generator.below(2 * Self.padding + 1) - Self.padding
    }
    let mirrored = augmentation.contains(.mirror) && generator.below(2) == 1
    pixels.withUnsafeBufferPointer { pixels in
      let image = UnsafeBufferPointer(
        rebasing: pixels[index * shape.count..<(index + 1) * shape.count])
      write(image, down: down, right: right, mirrored: mirrored, into: destination)
    }
  }

  /// destination(y, x) = image(y + down, x + right), black outside of the image; then mirrored.
  private func write(
    _ image: UnsafeBufferPointer<UInt8>, down: Int, right: Int, mirrored: Bool,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    let (height, width, channels) = (shape.height, shape.width, shape.channels)
    // Column x goes to first + x * step of its row.
    let first = mirrored ? (width - 1) * channels : 0
    let step = mirrored ? -channels : channels
    normalization.table.withUnsafeBufferPointer { table in
      for y in 0..<height {
        // The columns that have a pixel.
        let isInside = 0 <= y + down && y + down < height
        let start = isInside ? min(max(0, -right), width) : width
        let end = isInside ? max(start, min(width, width - right)) : width
        for c in 0..<channels {
          let row = y * width * channels + first + c
          let source = ((y + down) * width + right) * channels + c
          let values = UnsafeBufferPointer(rebasing: table[c << 8..<(c + 1) << 8])
          for x in 0..<start { destination[row + x * step] = values[0] }
          for x in start..<end {
            destination[row + x * step] = values[Int(image[source + x * channels])]
          }
          for x in end..<width { destination[row + x * step] = values[0] }
        }
      }
    }
  }
}
