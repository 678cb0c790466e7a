/// Maps a pixel value p of channel c to (p / 255 - mean[c]) / standardDeviation[c].
///
/// All 256 results of each channel are in a table: exact, the same on every machine, and as fast as
/// the arithmetic.
package struct Normalization: Sendable, Equatable {
  /// Mean of each channel, in units of white (0 ... 1).
  package let mean: [Float]
  /// Standard deviation of each channel, in units of white.
  package let standardDeviation: [Float]
  /// `table[c * 256 + p]`.
  package let table: [Float]

  package init(mean: [Float], standardDeviation: [Float]) {
    precondition(mean.count == standardDeviation.count, "one mean and deviation a channel")
    self.mean = mean
    self.standardDeviation = standardDeviation
    table = zip(mean, standardDeviation).flatMap { mean, deviation in
      (0..<256).map { (Float($0) / 255 - mean) / deviation }
    }
  }

  /// The statistics of `pixels` (interleaved channels), over all images and positions.
  package init(of pixels: [UInt8], channels: Int) {
    var histogram = [Int](repeating: 0, count: channels * 256)
    histogram.withUnsafeMutableBufferPointer { histogram in
      var channel = 0
      for pixel in pixels {
        histogram[channel * 256 + Int(pixel)] += 1
        channel += 1
        if channel == channels { channel = 0 }
      }
    }
    let total = Double(max(1, pixels.count / channels))
    let moments = (0..<channels).map { channel in
      // Sums of integers: exact.
      var sum = 0
      var squares = 0
      for value in 0..<256 {
        sum += histogram[channel * 256 + value] * value
        squares += histogram[channel * 256 + value] * value * value
      }
      let mean = Double(sum) / total
      let variance = Double(squares) / total - mean * mean
      // Constant images would divide by zero.
      return (mean: mean / 255, deviation: variance > 0 ? variance.squareRoot() / 255 : 1)
    }
    self.init(
      mean: moments.map { Float($0.mean) }, standardDeviation: moments.map { Float($0.deviation) })
  }
}
