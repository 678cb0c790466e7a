import Tensors
import Testing

@Suite struct ChannelStatisticsTests {
  @Test(arguments: ActivationPassTests.shapes, [false, true])
  func momentsAreThoseOfTwoScalarPasses(shape: [Int], adds: Bool) throws {
    let context = try ComputeContext(threads: 2)
    var random = RandomValues(seed: 3)
    let (rows, channels) = (shape[0], shape[1])
    // Far from zero: a sum of squares without a pivot would lose the variance.
    let x = Tensor(shape: shape, values: random.array(rows * channels).map { $0 + 300 })
    let addend = Tensor(shape: shape, values: random.array(rows * channels))
    let total = Tensor(shape: shape)
    var statistics = ChannelStatistics(channels: channels)
    statistics.measure(
      x, addend: adds ? addend : nil, total: adds ? total : nil, in: context)
    for c in 0..<channels {
      let column = stride(from: c, to: rows * channels, by: channels).map {
        Double(adds ? x.data[$0] + addend.data[$0] : x.data[$0])
      }
      let mean = column.reduce(0, +) / Double(rows)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
      #expect(abs(statistics.mean[c] - mean) < 1e-6 * abs(mean))
      #expect(abs(statistics.variance[c] - variance) < 1e-4 * variance)
    }
    if adds {
      #expect(total.values == zip(x.values, addend.values).map(+))
    }
  }

  /// Wherever in its channel it is, also in the first row, about which sums are taken.
  @Test(arguments: [0, 2, 4], [Float.nan, .infinity])
  func whatIsNotFiniteStaysInItsChannel(row: Int, value: Float) throws {
    let context = try ComputeContext(threads: 1)
    let x = Tensor(shape: [5, 3], values: (0..<15).map { Float($0) })
    x.data[row * 3 + 1] = value
    var statistics = ChannelStatistics(channels: 3)
    statistics.measure(x, in: context)
    #expect(!statistics.mean[1].isFinite && statistics.variance[1].isNaN)
    #expect([0, 2].allSatisfy { statistics.mean[$0] == Double(6 + $0) })
    #expect([0, 2].allSatisfy { statistics.variance[$0] == 18 })
  }
}
