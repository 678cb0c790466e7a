import Tensors
import Testing

@Suite struct StepFitTests {
  /// Bits, and whether codes are signed.
  static let ranges = [2, 3, 4, 8].flatMap { bits in
    [CodeRange(bits: bits, signed: true), CodeRange(bits: bits, signed: false)]
  }

  /// Heavy tails: products of three uniform numbers.
  static func values(_ count: Int, signed: Bool) -> [Float] {
    var random = RandomValues(seed: 3)
    return (0..<count).map { _ in
      let v = random.next() * random.next() * random.next()
      return signed ? v : max(v, 0)
    }
  }

  /// Mean of |v_hat - v| or of its square: without an offset over all values but zeros, which have
  /// no error.
  static func error(
    _ v: Tensor, step: Float, offset: Float? = nil, range: CodeRange, squares: Bool,
    in context: ComputeContext
  ) -> Double {
    let (rounded, difference) = (Tensor(shape: v.shape), Tensor(shape: v.shape))
    var pass = ActivationPass(v, rectifies: false)
    pass.addBranch(StepQuantizer(step: step, range: range, offset: offset), rounded)
    pass.forward(in: context)
    rounded.scale(by: -1, in: context)
    difference.setSum(v, rounded, in: context)
    let sum =
      squares ? difference.sumOfSquares(in: context) : difference.sumOfAbsolutes(in: context)
    return sum / Double(offset == nil ? v.buffer.count { $0 != 0 } : v.count)
  }

  @Test(arguments: ranges, [ErrorMeasure.mae, .mse])
  func noStepOfAFineGridErrsLess(range: CodeRange, measure: ErrorMeasure) throws {
    let context = try ComputeContext(threads: 1)
    let v = Tensor(shape: [20_000], values: Self.values(20_000, signed: range.lowest < 0))
    let fit = StepFit(v)
    let best = try #require(fit.bestStep(measure, range: range))
    func exact(_ step: Float) -> Double {
      Self.error(v, step: step, range: range, squares: measure == .mse, in: context)
    }
    let found = exact(best)
    for k in stride(from: Float(0.2), through: 3, by: 0.02) {
      #expect(found <= exact(best * k) * 1.01, "\(k) times \(best)")
    }
    // The histogram costs the error a bin's width at most.
    #expect(abs(fit.error(measure, step: best, range: range) / found - 1) < 0.05)
  }

  /// Half of the values are zeros, which the levels of an offset may miss.
  @Test(arguments: [Float(-0.07), 0.07], [ErrorMeasure.mae, .mse])
  func anOffsetMovesTheLevels(offset: Float, measure: ErrorMeasure) throws {
    let context = try ComputeContext(threads: 1)
    let range = CodeRange(bits: 2, signed: false)
    let v = Tensor(shape: [20_000], values: Self.values(20_000, signed: false))
    let fit = StepFit(v, offset: offset)
    let best = try #require(fit.bestStep(measure, range: range))
    func exact(_ step: Float) -> Double {
      Self.error(
        v, step: step, offset: offset, range: range, squares: measure == .mse, in: context)
    }
    let found = exact(best)
    for k in stride(from: Float(0.2), through: 3, by: 0.02) {
      #expect(found <= exact(best * k) * 1.01, "\(k) times \(best)")
    }
    #expect(abs(fit.error(measure, step: best, range: range) / found - 1) < 0.01)
  }

  @Test(arguments: ErrorMeasure.allCases)
  func anOffsetOfZeroMovesNothing(measure: ErrorMeasure) throws {
    let range = CodeRange(bits: 3, signed: false)
    let v = Tensor(shape: [5000], values: Self.values(5000, signed: false))
    let one = try #require(StepFit(v).bestStep(measure, range: range))
    let other = try #require(StepFit(v, offset: 0).bestStep(measure, range: range))
    #expect(abs(other / one - 1) < 1e-3)
  }

  /// Every cell of a uniform density has the same error if the last level lies half a step before
  /// its end: s = a / (Qp + 1/2), whatever is measured.
  @Test(arguments: [2, 3, 4, 8], ErrorMeasure.allCases)
  func aUniformDensityIsCutIntoEqualCells(bits: Int, measure: ErrorMeasure) throws {
    let count = 1 << 16
    let v = (0..<count).map { Float($0 + 1) / Float(count) * 3 }
    let range = CodeRange(bits: bits, signed: false)
    let fit = StepFit(Tensor(shape: [count], values: v))
    let best = try #require(fit.bestStep(measure, range: range))
    let equal = 3 / (Double(range.highest) + 0.5)
    if measure == .kl {
      // So flat around there that the bins decide.
      let excess = fit.error(.kl, step: Float(equal), range: range)
      #expect(excess - fit.error(.kl, step: best, range: range) < 0.01)
    } else {
      #expect(abs(Double(best) / equal - 1) < 0.02)
    }
  }

  @Test(arguments: ErrorMeasure.allCases)
  func theBestStepScalesWithTheValues(measure: ErrorMeasure) throws {
    let v = Self.values(5000, signed: true)
    let range = CodeRange(bits: 3, signed: true)
    let one = try #require(
      StepFit(Tensor(shape: [v.count], values: v)).bestStep(measure, range: range))
    let many = try #require(
      StepFit(Tensor(shape: [v.count], values: v.map { $0 * 1e-6 })).bestStep(
        measure, range: range))
    #expect(abs(many / one * 1e6 - 1) < 0.01)
  }

  /// The divergence weighs both: a step so small that most values are clipped, and one so large
  /// that one level stands for all, are worse than the best.
  @Test(arguments: ranges) func theDivergenceHasItsLeastValueInside(range: CodeRange) throws {
    let v = Self.values(20_000, signed: range.lowest < 0)
    let fit = StepFit(Tensor(shape: [v.count], values: v))
    let best = try #require(fit.bestStep(.kl, range: range))
    let least = fit.error(.kl, step: best, range: range)
    #expect(least >= 0)
    for factor in [Float(0.25), 0.5, 2, 4] {
      #expect(fit.error(.kl, step: best * factor, range: range) > least)
    }
  }

  @Test func valuesThatCannotBeFittedGiveNothing() {
    let range = CodeRange(bits: 2, signed: true)
    for v in [
      [0, 0, 0], [.nan, .nan], [.nan, 1], [1, 2, .nan], [1, .infinity], [1e-36, -1e-37],
      [0, 1e-35],
    ] as [[Float]] {
      let fit = StepFit(Tensor(shape: [v.count], values: v))
      for measure in ErrorMeasure.allCases {
        #expect(fit.bestStep(measure, range: range) == nil, "\(v)")
      }
    }
  }
}
