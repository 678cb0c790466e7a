import Tensors
import Testing

@Suite struct TensorKernelsTests {
  static let counts = [1, 15, 16, 100, 70_001]

  @Test(arguments: counts)
  func sumsAreThoseOfScalarLoops(count: Int) throws {
    let context = try ComputeContext(threads: 2)
    var random = RandomValues(seed: UInt64(count))
    let (x, y) = (
      Tensor(shape: [count], values: random.array(count)),
      Tensor(shape: [count], values: random.array(count))
    )
    let tolerance = 1e-6 * Double(count)
    let absolutes = x.values.reduce(0.0) { $0 + Double(abs($1)) }
    #expect(abs(x.sumOfAbsolutes(in: context) - absolutes) < tolerance)
    let squares = x.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    #expect(abs(x.sumOfSquares(in: context) - squares) < tolerance)
    let products = zip(x.values, y.values).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(x.dot(y, in: context) - products) < tolerance)
    #expect(x.range().lowest == x.values.min())
    #expect(x.range().highest == x.values.max())
    let sum = Tensor(shape: [count])
    sum.setSum(x, y, in: context)
    #expect(sum.values == zip(x.values, y.values).map(+))
  }

  @Test(arguments: [(2, 9, 16), (3, 49, 20), (64, 49, 64)])
  func meanAndItsGradientAreThoseOfScalarLoops(examples: Int, positions: Int, channels: Int) throws
  {
    let context = try ComputeContext(threads: 2)
    var random = RandomValues(seed: 5)
    let x = Tensor(
      shape: [examples, positions, 1, channels],
      values: random.array(examples * positions * channels))
    let mean = Tensor(shape: [examples, channels])
    mean.setMean(x, in: context)
    let gradient = Tensor(shape: x.shape)
    gradient.setMeanGradient(mean, in: context)
    for n in 0..<examples {
      for c in 0..<channels {
        let expected =
          (0..<positions).reduce(0.0) {
            $0 + Double(x.data[(n * positions + $1) * channels + c])
          } / Double(positions)
        let found = mean.data[n * channels + c]
        #expect(abs(Double(found) - expected) < 1e-6)
        let gradients = (0..<positions).map { gradient.data[(n * positions + $0) * channels + c] }
        #expect(gradients.allSatisfy { $0 == found / Float(positions) })
      }
    }
  }

  @Test func descentFollowsItsFormula() throws {
    let context = try ComputeContext(threads: 2)
    let w = Tensor(shape: [2], values: [1, -2])
    let v = Tensor(shape: [2], values: [0.5, 0])
    w.descend(
      gradient: Tensor(shape: [2], values: [0.25, 1]), momentumBuffer: v, learningRate: 0.5,
      momentum: 0.5, decay: 0.25, in: context)
    #expect(v.values == [0.75, 0.5])
    #expect(w.values == [0.625, -2.25])
  }

  @Test func histogramCountsEveryValueOnce() {
    let x = Tensor(shape: [6], values: [0, 0.49, 0.5, 1, -3, 9])
    #expect(x.histogram(bins: 2, lowest: 0, highest: 1) == [3, 3])
  }
}
