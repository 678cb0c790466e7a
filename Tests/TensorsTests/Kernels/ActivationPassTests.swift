import Tensors
import Testing

@Suite struct ActivationPassTests {
  /// Rows and channels: whole vectors, partial ones, both, and enough for two threads.
  static let shapes = [[5, 16], [7, 3], [9, 20], [40, 64], [4000, 16], [1100, 33]]

  struct Setting: Sendable {
    var normalizes: Bool
    var rectifies: Bool
    /// Bits of each branch; nil for one that is not quantized.
    var bits: [Int?]
    var offset: Float?
    var clips = false
  }

  static let settings = [
    Setting(normalizes: true, rectifies: true, bits: [3]),
    Setting(normalizes: true, rectifies: true, bits: [nil]),
    Setting(normalizes: true, rectifies: false, bits: [8]),
    Setting(normalizes: false, rectifies: true, bits: [2]),
    Setting(normalizes: false, rectifies: false, bits: [4]),
    Setting(normalizes: true, rectifies: true, bits: [2, 8]),
    Setting(normalizes: false, rectifies: true, bits: [nil, 3, 4]),
    Setting(normalizes: true, rectifies: true, bits: [3, 2], offset: 0.17),
    Setting(normalizes: false, rectifies: false, bits: [2], offset: -0.6),
    Setting(normalizes: true, rectifies: true, bits: [2, 4], clips: true),
  ]

  struct Sample {
    let x: Tensor
    let affine: ChannelAffine?
    let reference: ReferenceActivation
    let quantizers: [StepQuantizer?]
    let gradients: [Tensor]

    init(_ shape: [Int], _ setting: Setting) {
      var random = RandomValues(seed: UInt64(shape[0] * 100 + shape[1]))
      let count = shape[0] * shape[1]
      x = Tensor(shape: shape, values: random.array(count, size: 3))
      let scale = random.array(shape[1]).map { 1 + $0 / 2 }
      let shift = random.array(shape[1])
      affine =
        setting.normalizes
        ? ChannelAffine(
          scale: Tensor(shape: [shape[1]], values: scale),
          shift: Tensor(shape: [shape[1]], values: shift)) : nil
      let references = setting.bits.map { bits in
        bits.map { bits in
          ReferenceQuantizer(
            step: Double(Float(4) / Float(1 << bits)),
            range: CodeRange(bits: bits, signed: !setting.rectifies), offset: setting.offset,
            clips: setting.clips)
        }
      }
      reference = ReferenceActivation(
        scale: setting.normalizes ? scale : nil, shift: setting.normalizes ? shift : nil,
        rectifies: setting.rectifies, quantizers: references)
      quantizers = references.map { reference in
        reference.map {
          StepQuantizer(
            step: Float($0.step), range: $0.range, offset: $0.offset, clips: $0.clips)
        }
      }
      gradients = setting.bits.map { _ in Tensor(shape: shape, values: random.array(count)) }
    }

    func pass(_ branches: [Tensor]) -> ActivationPass {
      var pass = ActivationPass(x, affine: affine, rectifies: reference.rectifies)
      for (quantizer, tensor) in zip(quantizers, branches) { pass.addBranch(quantizer, tensor) }
      return pass
    }
  }

  @Test(arguments: settings, shapes)
  func outputsAreThoseOfTheScalarTwin(setting: Setting, shape: [Int]) throws {
    let context = try ComputeContext(threads: 2)
    let sample = Sample(shape, setting)
    let outputs = sample.gradients.map { _ in Tensor(shape: shape) }
    sample.pass(outputs).forward(in: context)
    for k in outputs.indices {
      let wrong = (0..<sample.x.count).filter { i in
        let expected = sample.reference.output(
          sample.x.data[i], channel: i % shape[1], branch: k)
        return !(abs(Double(outputs[k].data[i]) - expected) <= 1e-6 * (1 + abs(expected)))
      }
      #expect(wrong.isEmpty, "branch \(k)")
    }
  }

  @Test(arguments: settings, shapes)
  func gradientsAreThoseOfTheScalarTwin(setting: Setting, shape: [Int]) throws {
    let context = try ComputeContext(threads: 2)
    let sample = Sample(shape, setting)
    let (rows, channels) = (shape[0], shape[1])
    var random = RandomValues(seed: 9)
    let coefficients = GradientCoefficients(
      mean: Tensor(shape: [channels], values: random.array(channels)), channels: channels)
    coefficients.slope.copy(random.array(channels))
    coefficients.curve.copy(random.array(channels))
    coefficients.offset.copy(random.array(channels))
    let residual = Tensor(shape: shape, values: random.array(rows * channels))

    var sums = ActivationSums(channels: channels, branches: setting.bits.count)
    let pass = sample.pass(sample.gradients)
    pass.sums(mean: coefficients.mean, into: &sums, in: context)
    let dx = Tensor(shape: shape)
    pass.backward(
      setting.normalizes ? coefficients : nil, residual: residual, into: dx, in: context)

    var expected = ActivationSums(channels: channels, branches: setting.bits.count)
    var wrong: [Int] = []
    for i in 0..<sample.x.count {
      let (x, c) = (sample.x.data[i], i % channels)
      let outputs = sample.gradients.map { $0.data[i] }
      let g = sample.reference.gradient(x, channel: c, outputs: outputs)
      let centered = Double(x - coefficients.mean.data[c])
      expected.gradient[c] += g
      expected.weighted[c] += g * centered
      for (k, quantizer) in sample.reference.quantizers.enumerated() {
        let v = sample.reference.value(x, channel: c)
        expected.step[k] += (quantizer?.stepDerivative(v) ?? 0) * Double(outputs[k])
        expected.offset[k] += (quantizer?.offsetDerivative(v) ?? 0) * Double(outputs[k])
      }
      var slope = g
      if setting.normalizes {
        slope = Double(coefficients.slope.data[c]) * g
        slope += Double(coefficients.curve.data[c]) * centered
        slope += Double(coefficients.offset.data[c])
      }
      let error = abs(Double(dx.data[i]) - slope - Double(residual.data[i]))
      if !(error < 2e-5) { wrong.append(i) }
    }
    #expect(wrong.isEmpty)
    let tolerance = 1e-6 * Double(rows)
    for (found, wanted) in zip(sums.step + sums.offset, expected.step + expected.offset) {
      #expect(abs(found - wanted) <= 1e-5 * (1 + abs(wanted)) + tolerance * Double(channels))
    }
    guard setting.normalizes else { return }
    for c in 0..<channels {
      #expect(abs(sums.gradient[c] - expected.gradient[c]) <= tolerance + 1e-5)
      #expect(abs(sums.weighted[c] - expected.weighted[c]) <= 4 * tolerance + 1e-5)
    }
  }

  @Test func aReLUHidesNothingThatIsNoNumber() throws {
    let context = try ComputeContext(threads: 1)
    let values: [Float] = [.nan, -1, 0, 2, .infinity, -.infinity, -.nan]
    let (x, y) = (Tensor(shape: [7], values: values), Tensor(shape: [7]))
    var pass = ActivationPass(x, rectifies: true)
    pass.addBranch(nil, y)
    pass.forward(in: context)
    #expect(y.values.map(\.isNaN) == values.map(\.isNaN))
    #expect(Array(y.values[1..<6]) == [0, 0, 2, .infinity, 0])
  }

  @Test func gradientMayOverwriteWhatItIsMadeFrom() throws {
    let context = try ComputeContext(threads: 2)
    let sample = Sample([50, 20], Self.settings[3])
    let dx = Tensor(shape: [50, 20])
    sample.pass(sample.gradients).backward(nil, residual: nil, into: dx, in: context)
    sample.pass(sample.gradients).backward(
      nil, residual: nil, into: sample.gradients[0], in: context)
    #expect(sample.gradients[0].values == dx.values)
  }

  @Test func sumsAreTheSameBitsEachTime() throws {
    let context = try ComputeContext(threads: 2)
    let sample = Sample([4000, 16], Self.settings[0])
    let mean = Tensor(shape: [16])
    var (first, second) = (
      ActivationSums(channels: 16, branches: 1), ActivationSums(channels: 16, branches: 1)
    )
    sample.pass(sample.gradients).sums(mean: mean, into: &first, in: context)
    sample.pass(sample.gradients).sums(mean: mean, into: &second, in: context)
    #expect(first.gradient == second.gradient)
    #expect(first.weighted == second.weighted)
    #expect(first.step == second.step)
  }
}
