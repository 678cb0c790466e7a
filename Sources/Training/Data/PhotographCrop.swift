/// Cuts a square out of a resized image, without resizing the rest of it. Keeps its buffers for the next image.
struct PhotographCrop: Sendable {
  /// The pixels to cut from, HWC with three channels: room for `JPEGFile.decode` to write to.
  var pixels: [UInt8] = []
  private var horizontal = ResamplingAxis()
  private var vertical = ResamplingAxis()
  /// [input rows that are needed][side][3].
  private var rows: [Float] = []

  /// Resizes `pixels` from `decoded` to `resized`, and writes the square at (`top`, `left`), normalised, to `destination`
  /// ([side, side, 3]).
  mutating func write(
    decoded: JPEGFile.Size, resized: JPEGFile.Size, top: Int, left: Int, side: Int, mirrored: Bool,
    normalization: Normalization, into destination: UnsafeMutableBufferPointer<Float>
  ) {
    horizontal.set(input: decoded.width, output: resized.width, range: left..<left + side)
    vertical.set(input: decoded.height, output: resized.height, range: top..<top + side)
    if mirrored { horizontal.mirror() }
    resampleRows(width: decoded.width, side: side)
    resampleColumns(side: side, into: destination)
    for c in 0..<3 {
      let scale = 1 / (255 * normalization.standardDeviation[c])
      let shift = normalization.mean[c] / normalization.standardDeviation[c]
      for i in stride(from: c, to: destination.count, by: 3) {
        destination[i] = destination[i] * scale - shift
      }
    }
  }

  private mutating func resampleRows(width: Int, side: Int) {
    let input = vertical.input
    let (taps, first, weights) = (horizontal.taps, horizontal.first, horizontal.weights)
    if rows.count < input.count * side * 3 {
      rows = [Float](repeating: 0, count: input.count * side * 3)
    }
    rows.withUnsafeMutableBufferPointer { rows in
      pixels.withUnsafeBufferPointer { pixels in
        var target = 0
        for y in input {
          for x in 0..<side {
            var pixel = (y * width + first[x]) * 3
            var (red, green, blue): (Float, Float, Float) = (0, 0, 0)
            for tap in x * taps..<(x + 1) * taps {
              red += weights[tap] * Float(pixels[pixel])
              green += weights[tap] * Float(pixels[pixel + 1])
              blue += weights[tap] * Float(pixels[pixel + 2])
              pixel += 3
            }
            (rows[target], rows[target + 1], rows[target + 2]) = (red, green, blue)
            target += 3
          }
        }
      }
    }
  }

  private func resampleColumns(side: Int, into destination: UnsafeMutableBufferPointer<Float>) {
    let row = side * 3
    let lowest = vertical.input.lowerBound
    rows.withUnsafeBufferPointer { rows in
      for y in 0..<side {
        let output = UnsafeMutableBufferPointer(rebasing: destination[y * row..<(y + 1) * row])
        output.update(repeating: 0)
        for tap in 0..<vertical.taps {
          let weight = vertical.weights[y * vertical.taps + tap]
          let start = (vertical.first[y] - lowest + tap) * row
          let input = UnsafeBufferPointer(rebasing: rows[start..<start + row])
          for i in 0..<row { output[i] += weight * input[i] }
        }
      }
    }
  }
}
