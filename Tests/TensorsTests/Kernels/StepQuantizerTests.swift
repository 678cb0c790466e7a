import Tensors
import Testing

@Suite struct StepQuantizerTests {
  /// Quantizes without anything around it.
  static func quantize(_ v: [Float], step: Float, range: CodeRange) throws -> [Float] {
    let context = try ComputeContext(threads: 1)
    let (x, y) = (Tensor(shape: [v.count], values: v), Tensor(shape: [v.count]))
    var pass = ActivationPass(x, rectifies: false)
    pass.addBranch(StepQuantizer(step: step, range: range), y)
    pass.forward(in: context)
    return y.values
  }

  @Test func halvesGoToEvenCodes() throws {
    let y = try Self.quantize(
      [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], step: 1, range: CodeRange(bits: 4, signed: true))
    #expect(y == [-2, -2, 0, 0, 2, 2])
  }

  @Test func valuesBeyondTheCodesAreClipped() throws {
    let y = try Self.quantize(
      [-.infinity, -100, 100, .infinity], step: 0.5, range: CodeRange(bits: 2, signed: true))
    #expect(y == [-1, -1, 0.5, 0.5])
  }

  @Test func notANumberStaysOne() throws {
    let y = try Self.quantize([.nan], step: 0.5, range: CodeRange(bits: 2, signed: false))
    #expect(y[0].isNaN)
  }

  @Test(arguments: [1, 15, 16, 100, 70_001], [false, true])
  func stepDerivativesAreThoseOfTheScalarTwin(count: Int, clips: Bool) throws {
    let context = try ComputeContext(threads: 2)
    var random = RandomValues(seed: UInt64(count))
    let v = Tensor(shape: [count], values: random.array(count, size: 3))
    let range = CodeRange(bits: 3, signed: true)
    let (step, derivative): (Float, Tensor) = (0.37, Tensor(shape: [count]))
    StepQuantizer(step: step, range: range, clips: clips)
      .stepDerivative(of: v, into: derivative, in: context)
    let twin = ReferenceQuantizer(step: Double(step), range: range, clips: clips)
    let wrong = (0..<count).filter {
      !(abs(Double(derivative.data[$0]) - twin.stepDerivative(v.data[$0])) < 1e-6)
    }
    #expect(wrong.isEmpty)
  }

  /// The mask is decided by comparing v with a bound; the bound must be the last float that is
  /// clipped.
  @Test(arguments: [2, 3, 4, 8], [Float(0.1), 0.37, 1e-20, 3e10])
  func gradientPassesExactlyWhereTheRatioIsInside(bits: Int, step: Float) throws {
    let context = try ComputeContext(threads: 1)
    for signed in [true, false] {
      let range = CodeRange(bits: bits, signed: signed)
      var v: [Float] = [0]
      for edge in [Float(range.lowest) * step, Float(range.highest) * step] {
        var (low, high) = (edge, edge)
        for _ in 0..<20 {
          v += [low, high]
          (low, high) = (low.nextDown, high.nextUp)
        }
      }
      let x = Tensor(shape: [v.count], values: v)
      let dx = Tensor(shape: [v.count], values: v.map { _ in 1 })
      var pass = ActivationPass(x, rectifies: false)
      pass.addBranch(StepQuantizer(step: step, range: range), dx)
      pass.backward(nil, residual: nil, into: dx, in: context)
      for (value, passed) in zip(v, dx.values) {
        let ratio = value / step
        #expect((passed == 1) == (ratio > Float(range.lowest) && ratio < Float(range.highest)))
      }
    }
  }
}
