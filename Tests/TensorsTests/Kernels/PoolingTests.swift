import Tensors
import Testing

@Suite struct PoolingTests {
  /// Height, width and channels of the input, and the window: also windows that overlap, that leave
  /// a rest, and channels that fill no vector.
  static let cases: [(shape: [Int], window: PoolingWindow)] = [
    ([3, 8, 8, 16], PoolingWindow(size: 2, stride: 2)),
    ([2, 7, 9, 5], PoolingWindow(size: 2, stride: 2)),
    ([2, 11, 12, 37], PoolingWindow(size: 3, stride: 2, padding: 1)),
    ([5, 32, 32, 32], PoolingWindow(size: 3, stride: 2, padding: 1)),
    ([1, 3, 3, 1], PoolingWindow(size: 3, stride: 1, padding: 2)),
  ]

  /// Output and the input's place that each output came from, found value by value.
  static func reference(
    _ x: Tensor, _ window: PoolingWindow
  ) -> (shape: [Int], maxima: [Float], sources: [Int]) {
    let (n, h, w, c) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (outH, outW) = (window.outputs(of: h), window.outputs(of: w))
    var (maxima, sources): ([Float], [Int]) = ([], [])
    for (example, i, j, channel) in indices([n, outH, outW, c]) {
      var best: (value: Float, source: Int)?
      for u in 0..<window.size {
        for v in 0..<window.size {
          let (y, z) = (
            i * window.stride + u - window.padding, j * window.stride + v - window.padding
          )
          guard (0..<h).contains(y), (0..<w).contains(z) else { continue }
          let source = ((example * h + y) * w + z) * c + channel
          if best.map({ x.data[source] > $0.value }) ?? true { best = (x.data[source], source) }
        }
      }
      maxima.append(best?.value ?? 0)
      sources.append(best?.source ?? 0)
    }
    return ([n, outH, outW, c], maxima, sources)
  }

  private static func indices(_ s: [Int]) -> [(Int, Int, Int, Int)] {
    (0..<s.reduce(1, *)).map {
      ($0 / (s[1] * s[2] * s[3]), $0 / (s[2] * s[3]) % s[1], $0 / s[3] % s[2], $0 % s[3])
    }
  }

  @Test(arguments: 0..<cases.count, [1, 2])
  func maximaAndTheirGradientsAreThoseOfTheScalarTwin(index: Int, threads: Int) throws {
    let (shape, window) = Self.cases[index]
    let context = try ComputeContext(threads: threads)
    var random = RandomValues(seed: 5)
    // Few different values: many ties, of which the first counts.
    let x = Tensor(
      shape: shape, values: random.array(shape.reduce(1, *), size: 3).map { $0.rounded() })
    let expected = Self.reference(x, window)
    let (y, places) = (Tensor(shape: expected.shape), CodeTensor(shape: expected.shape))
    y.setMaxima(x, window, places: places, in: context)
    #expect(y.values == expected.maxima)

    let dy = Tensor(shape: y.shape, values: random.array(y.count).map { ($0 * 64).rounded() })
    var gradient = [Float](repeating: 0, count: x.count)
    for (value, source) in zip(dy.values, expected.sources) { gradient[source] += value }
    let dx = Tensor(shape: shape, values: random.array(x.count))
    dx.setMaximaGradient(dy, window, places: places, in: context)
    #expect(dx.values == gradient)
  }

  @Test(arguments: 0..<cases.count, [1, 2])
  func withNegativeScalesTheLowestAreTaken(index: Int, threads: Int) throws {
    let (shape, window) = Self.cases[index]
    let context = try ComputeContext(threads: threads)
    var random = RandomValues(seed: 6)
    let x = Tensor(shape: shape, values: random.array(shape.reduce(1, *)))
    let scale = Tensor(
      shape: [shape[3]], values: (0..<shape[3]).map { $0.isMultiple(of: 2) ? -0.5 : 2 })
    let signs = (0..<x.count).map { scale.data[$0 % shape[3]] < 0 ? -1 : 1 as Float }
    let turned = Tensor(shape: shape, values: zip(x.values, signs).map { $0 * $1 })
    let expected = Self.reference(turned, window)
    let (y, places) = (Tensor(shape: expected.shape), CodeTensor(shape: expected.shape))
    y.setMaxima(x, scaledBy: scale, window, places: places, in: context)
    #expect(y.values == expected.sources.map { x.data[$0] })

    let coefficients = GradientCoefficients(
      mean: Tensor(shape: [shape[3]], values: random.array(shape[3])), channels: shape[3])
    for tensor in [coefficients.curve, coefficients.offset] {
      tensor.copy(random.array(shape[3]))
    }
    let dy = Tensor(shape: y.shape, values: random.array(y.count))
    var gradient = (0..<x.count).map { i -> Float in
      let c = i % shape[3]
      return coefficients.curve.data[c] * (x.data[i] - coefficients.mean.data[c])
        + coefficients.offset.data[c]
    }
    for (value, source) in zip(dy.values, expected.sources) { gradient[source] += value }
    let dx = Tensor(shape: shape, values: random.array(x.count))
    dx.setMaximaGradient(dy, window, places: places, onto: x, coefficients, in: context)
    #expect(zip(dx.values, gradient).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func notANumberIsNotHidden() throws {
    let context = try ComputeContext(threads: 1)
    let x = Tensor(shape: [1, 2, 2, 1], values: [1, .nan, 3, 2])
    let y = Tensor(shape: [1, 1, 1, 1])
    y.setMaxima(
      x, PoolingWindow(size: 2, stride: 2), places: CodeTensor(shape: y.shape), in: context)
    #expect(y.data.pointee.isNaN)
  }

  /// As PyTorch: where nothing is above minus infinity, the first value of the image is the one.
  @Test func windowsOfMinusInfinityHaveTheirFirstValue() throws {
    let context = try ComputeContext(threads: 1)
    let window = PoolingWindow(size: 3, stride: 2, padding: 1)
    let x = Tensor(shape: [1, 4, 4, 1])
    x.fill(-.infinity)
    let expected = Self.reference(x, window)
    let (y, places) = (Tensor(shape: expected.shape), CodeTensor(shape: expected.shape))
    y.setMaxima(x, window, places: places, in: context)
    let (dy, dx) = (Tensor(shape: y.shape, values: [1, 2, 3, 4]), Tensor(shape: x.shape))
    dx.setMaximaGradient(dy, window, places: places, in: context)
    #expect(y.values == expected.maxima)
    for (gradient, source) in zip(dy.values, expected.sources) {
      #expect(dx.data[source] == gradient)
    }
  }

  @Test(arguments: [1, 2])
  func channelsFirstIsTheOrderOfPyTorch(threads: Int) throws {
    let context = try ComputeContext(threads: threads)
    let (n, p, c) = (8, 49, 96)
    let x = Tensor(shape: [n, 7, 7, c], values: (0..<n * p * c).map { Float($0) })
    let features = Tensor(shape: [n, c * p])
    features.setChannelsFirst(x, in: context)
    for (example, position, channel) in [(0, 0, 1), (3, 48, 5), (7, 20, 95)] {
      #expect(
        features.data[(example * c + channel) * p + position]
          == Float((example * p + position) * c + channel))
    }
    let back = Tensor(shape: x.shape)
    back.setChannelsLast(features, in: context)
    #expect(back.values == x.values)
  }

  @Test func dropoutZeroesTheShareItIsToldAndKeepsTheMean() throws {
    let count = 100_000
    let x = Tensor(shape: [count], values: (0..<count).map { Float($0 % 7 + 1) })
    func dropped(_ key: UInt64, _ probability: Float, threads: Int = 1) throws -> [Float] {
      let y = Tensor(shape: [count])
      y.setDropout(x, probability: probability, key: key, in: try ComputeContext(threads: threads))
      return y.values
    }
    for probability in [0.25, 0.5] as [Float] {
      let y = try dropped(1, probability)
      let share = Double(y.count { $0 == 0 }) / Double(count)
      // Five deviations of a share of 100,000.
      #expect(abs(share - Double(probability)) < 0.008)
      #expect(zip(x.values, y).allSatisfy { $1 == 0 || $1 == $0 * (1 / (1 - probability)) })
      #expect(try dropped(1, probability, threads: 2) == y)
      #expect(try dropped(2, probability) != y)
    }
  }
}
