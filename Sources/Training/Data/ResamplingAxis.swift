/// Which input pixels, with which weights, make each output pixel along one axis of a resized
/// image: a triangle, as wide as the pixels are far apart, so that shrinking does not alias. The
/// same weights as Pillow's `Resampling.BILINEAR`, which torchvision resizes with.
struct ResamplingAxis: Sendable {
  /// Weights of an output pixel; some of the last may be zero.
  private(set) var taps = 0
  /// The first input pixel of each output pixel.
  private(set) var first: [Int] = []
  /// [output][taps], each row with sum 1.
  private(set) var weights: [Float] = []

  /// The input pixels that are needed.
  var input: Range<Int> {
    (first.min() ?? 0)..<(first.max() ?? 0) + taps
  }

  /// Sets the axis to the pixels `range` of an axis of `input` pixels resized to `output`.
  mutating func set(input: Int, output: Int, range: Range<Int>) {
    let scale = Double(input) / Double(output)
    let radius = max(1, scale)
    taps = min(input, 2 * Int(radius.rounded(.up)) + 1)
    first.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    for position in range {
      let centre = (Double(position) + 0.5) * scale
      let lowest = max(0, min(Int(centre - radius + 0.5), input - taps))
      func weight(_ tap: Int) -> Double {
        max(0, 1 - abs(Double(lowest + tap) + 0.5 - centre) / radius)
      }
      let sum = (0..<taps).reduce(0) { $0 + weight($1) }
      first.append(lowest)
      for tap in 0..<taps { weights.append(Float(weight(tap) / sum)) }
    }
  }

  /// Turns the output around.
  mutating func mirror() {
    first.reverse()
    // Reversing all and then each row leaves the rows in the opposite order.
    weights.reverse()
    for start in stride(from: 0, to: weights.count, by: taps) {
      weights[start..<start + taps].reverse()
    }
  }
}
