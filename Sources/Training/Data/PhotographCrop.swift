/// Cuts a square out of a resized image, without resizing the rest of it. Keeps its buffers for the
/// next image.
struct PhotographCrop: Sendable {
  /// The pixels to cut from, HWC with three channels: room for `PhotographFile.decode` to write to.
  var pixels: [UInt8] = []
  private var horizontal = ResamplingAxis()
  private var vertical = ResamplingAxis()
  /// One row of the square before it is resized horizontally: [columns that are needed][3].
  private var row: [Float] = []

  /// Resizes `pixels` from `decoded` to `resized`, and writes the square at (`top`, `left`),
  /// normalised, to `destination` ([side, side, 3]).
  mutating func write(
    decoded: PhotographFile.Size, resized: PhotographFile.Size, top: Int, left: Int, side: Int,
    mirrored: Bool, normalization: Normalization,
    into destination: UnsafeMutableBufferPointer<Float>
  ) {
    horizontal.set(input: decoded.width, output: resized.width, range: left..<left + side)
    vertical.set(input: decoded.height, output: resized.height, range: top..<top + side)
    if mirrored { horizontal.mirror() }
    let columns = horizontal.input
    if row.count < columns.count * 3 { row = [Float](repeating: 0, count: columns.count * 3) }
    for y in 0..<side {
      resizeColumns(to: y, width: decoded.width, columns: columns)
      let output = destination[y * side * 3..<(y + 1) * side * 3]
      resizeRow(
        from: columns.lowerBound, normalization, into: UnsafeMutableBufferPointer(rebasing: output))
    }
  }

  /// row = the weighted sum of the rows of pixels that row `y` of the square is made of.
  private mutating func resizeColumns(to y: Int, width: Int, columns: Range<Int>) {
    let count = columns.count * 3
    row.withUnsafeMutableBufferPointer { row in
      pixels.withUnsafeBufferPointer { pixels in
        row.update(repeating: 0)
        for tap in 0..<vertical.taps {
          let weight = vertical.weights[y * vertical.taps + tap]
          let start = ((vertical.first[y] + tap) * width + columns.lowerBound) * 3
          let input = UnsafeBufferPointer(rebasing: pixels[start..<start + count])
          for i in 0..<count { row[i] += weight * Float(input[i]) }
        }
      }
    }
  }

  /// output = `row`, whose first pixel is that of column `origin`, resized and normalised.
  private func resizeRow(
    from origin: Int, _ normalization: Normalization,
    into output: UnsafeMutableBufferPointer<Float>
  ) {
    let (mean, deviation) = (normalization.mean, normalization.standardDeviation)
    let scale = (1 / (255 * deviation[0]), 1 / (255 * deviation[1]), 1 / (255 * deviation[2]))
    let shift = (mean[0] / deviation[0], mean[1] / deviation[1], mean[2] / deviation[2])
    let taps = horizontal.taps
    row.withUnsafeBufferPointer { row in
      horizontal.first.withUnsafeBufferPointer { first in
        horizontal.weights.withUnsafeBufferPointer { weights in
          for x in first.indices {
            var pixel = (first[x] - origin) * 3
            var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
            for tap in x * taps..<(x + 1) * taps {
              red += weights[tap] * row[pixel]
              green += weights[tap] * row[pixel + 1]
              blue += weights[tap] * row[pixel + 2]
              pixel += 3
            }
            output[3 * x] = red * scale.0 - shift.0
            output[3 * x + 1] = green * scale.1 - shift.1
            output[3 * x + 2] = blue * scale.2 - shift.2
          }
        }
      }
    }
  }
}
