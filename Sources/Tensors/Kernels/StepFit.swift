import CKernels
import Foundation

/// Finds the step size whose quantizer errs least on a set of values.
///
/// The values are taken once, as a histogram of `bins` bins: a step at the optimum is many bins
/// wide even at 8 bits. Values of exactly zero are left out, as every step size represents them;
/// with an offset they stand at their place, but for a divergence, as no density has a spike.
/// Values so small that a bin is no normal number count as zero: no step size between them is one.
package struct StepFit {
  /// Bins of the histogram.
  package static let bins = 4096
  private static let candidates = 96

  /// Of the bins that have values: the middle, and how many there are.
  private let middles: [Float]
  private let weights: [Double]
  /// The quantizer's, nil without one; then the last of `middles` is zero itself.
  private let offset: Float?
  private let lowest: Double
  private let highest: Double
  private var width: Double { (highest - lowest) / Double(Self.bins) }

  package init(_ v: Tensor, offset: Float? = nil) {
    self.offset = offset
    let range = v.range()
    lowest = Double(min(range.lowest, 0))
    highest = Double(max(range.highest, 0))
    let finest = Double(Float.leastNormalMagnitude) * Double(Self.bins)
    guard highest - lowest >= finest, (highest - lowest).isFinite else {
      (middles, weights) = ([], [])
      return
    }
    let counts = v.histogram(
      bins: Self.bins, lowest: Float(lowest), highest: Float(highest), skippingZeros: true)
    let filled = counts.indices.filter { counts[$0] > 0 }
    let (start, width) = (lowest, (highest - lowest) / Double(Self.bins))
    var middles = filled.map { Float(start + width * (Double($0) + 0.5)) }
    var weights = filled.map { Double(counts[$0]) }
    if offset != nil {
      middles.append(0)
      weights.append(Double(v.count) - weights.reduce(0, +))
    }
    (self.middles, self.weights) = (middles, weights)
  }

  /// How far the quantizer of `step` is from the values. NaN if all values are zero or one is not
  /// finite.
  package func error(_ measure: ErrorMeasure, step: Float, range: CodeRange) -> Double {
    guard !middles.isEmpty else { return .nan }
    let count = offset != nil && measure == .kl ? middles.count - 1 : middles.count
    return sc_histogram_error(
      middles, weights, count, Self.bins, width,
      StepQuantizer(step: step, range: range, offset: offset).kernel, measure.kernel)
  }

  /// The step size of least error; nil if all values are zero or one is not finite.
  ///
  /// The error has many small dents: the best of a geometric row of candidates, from one bin to
  /// twice the step that clips nothing, is refined by golden sections between its neighbours.
  package func bestStep(_ measure: ErrorMeasure, range: CodeRange) -> Float? {
    guard !middles.isEmpty else { return nil }
    let origin = Double(offset ?? 0)
    let widest = max(
      (highest - origin) / Double(range.highest),
      range.lowest < 0 ? (lowest - origin) / Double(range.lowest) : 0)
    let narrowest = width
    let ratio = pow(max(2, 2 * widest / narrowest), 1 / Double(Self.candidates - 1))
    func error(_ step: Double) -> Double { self.error(measure, step: Float(step), range: range) }
    let steps = (0..<Self.candidates).map { narrowest * pow(ratio, Double($0)) }
    let errors = steps.map(error)
    guard let best = errors.indices.min(by: { errors[$0] < errors[$1] }) else { return nil }
    let refined = Self.goldenSection(steps[best] / ratio, steps[best] * ratio, error)
    return Float(error(refined) < errors[best] ? refined : steps[best])
  }

  /// The smallest value of a function between `low` and `high`, to one part in 10,000.
  private static func goldenSection(
    _ low: Double, _ high: Double, _ function: (Double) -> Double
  ) -> Double {
    let share = (5.0.squareRoot() - 1) / 2
    var (a, b) = (low, high)
    var (c, d) = (b - share * (b - a), a + share * (b - a))
    var (atC, atD) = (function(c), function(d))
    while b - a > 1e-4 * a {
      if atC < atD {
        (b, d, atD) = (d, c, atC)
        c = b - share * (b - a)
        atC = function(c)
      } else {
        (a, c, atC) = (c, d, atD)
        d = a + share * (b - a)
        atD = function(d)
      }
    }
    return (a + b) / 2
  }
}
