import Tensors
import Testing

@Suite struct BFloat16Tests {
  /// The bfloat16 nearest to a number, of a tie the one that ends in 0, as its rule says in exact
  /// arithmetic.
  static func nearest(_ x: Float) -> Float {
    let (below, step) = (UInt32(x.bitPattern & 0xffff_0000), UInt32(0x1_0000))
    let (low, high) = (Float(bitPattern: below), Float(bitPattern: below + step))
    let (down, up) = (abs(Double(x) - Double(low)), abs(Double(high) - Double(x)))
    return down == up ? (below & step == 0 ? low : high) : down < up ? low : high
  }

  @Test(arguments: [1, 15, 16, 100, 70_001])
  func valuesAreRoundedToTheNearest(count: Int) throws {
    let context = try ComputeContext(threads: 2)
    var random = RandomValues(seed: UInt64(count))
    let x = Tensor(shape: [count], values: random.array(count))
    let memory = Tensor(shape: [BFloat16Buffer.floats(for: count)])
    let rounded = BFloat16Buffer(count: count, at: memory.data)
    rounded.round(x, times: 0.37, in: context)
    #expect(rounded.values == x.values.map { Self.nearest($0 * 0.37) })
  }

  @Test func tiesGoToTheEvenOneAndWhatIsNoNumberStaysNone() throws {
    let context = try ComputeContext(threads: 1)
    let bits: [UInt32] = [
      0x3f80_8000, 0x3f81_8000, 0xbf80_8000, 0x3f80_8001, 0x7f7f_ffff, 0x7f80_0000, 0xff80_0000,
      0x8000_0000, 0x7f80_0001, 0x7fff_ffff, 0xffff_ffff,
    ]
    let x = Tensor(shape: [bits.count], values: bits.map { Float(bitPattern: $0) })
    let memory = Tensor(shape: [BFloat16Buffer.floats(for: bits.count)])
    let rounded = BFloat16Buffer(count: bits.count, at: memory.data)
    rounded.round(x, times: 1, in: context)
    let found = rounded.values
    #expect(
      found.prefix(8).map { $0.bitPattern >> 16 }
        == [0x3f80, 0x3f82, 0xbf80, 0x3f81, 0x7f80, 0x7f80, 0xff80, 0x8000])
    #expect(found.suffix(3).allSatisfy { $0.isNaN })
  }

  private static let multiplies: ConditionTrait = .enabled(
    if: GradientArithmetic.ofThisProcessor == .bfloat16, "this processor multiplies no bfloat16")

  /// Of values that need no rounding, and of codes with and without signs. Winograd's products,
  /// which round nothing, take no signs.
  @Test(
    multiplies,
    arguments: (CodeConvolutionTests.shapes + ConvolutionTests.shapes)
      .filter { Convolution.takesCodes($0, signed: true) })
  func theGradientOfWeightsIsThatOfTheScalarTwin(shape: ConvolutionShape) throws {
    let context = try ComputeContext(threads: 1)
    var random = RandomValues(seed: 7)
    func tensor(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, values: random.array(shape.reduce(1, *)).map(Self.nearest))
    }
    let (dy, x) = (tensor(shape.outputShape), tensor(shape.inputShape))
    let codes = [false, true].map { isSigned in
      CodeConvolutionTests.codes(
        shape.inputShape, CodeRange(bits: 8, signed: isSigned), seed: 8, in: context)
    }
    let step: Float = 0.37
    let inputs = codes.map { $0.values.map { $0 * Double(step) } } + [x.values.map(Double.init)]
    let dy64 = dy.values.map(Double.init)
    let expected = inputs.map { ReferenceConvolution(shape: shape).backwardWeights($0, dy64) }
    for threads in 1...3 {
      let convolution = try Convolution(
        shape, products: .weightGradient, weightArithmetic: .bfloat16,
        in: ComputeContext(threads: threads))
      let found = expected.map { _ in Tensor(shape: shape.weightShape) }
      for (index, isSigned) in [false, true].enumerated() {
        convolution.backwardWeights(
          codes[index].bytes, signed: isSigned, scale: step, dy, into: found[index])
      }
      convolution.backwardWeights(x, dy, into: found[2])
      for (found, expected) in zip(found, expected) {
        #expect(
          ConvolutionTests.largestError(found.values, expected) < 5e-5, "\(threads) threads")
      }
    }
  }

  /// 0.3 is 0.30078 in bfloat16, 0.26% more: where many outputs have the same gradient, errors of
  /// one sign must not add up.
  @Test(multiplies, arguments: [1, 2])
  func roundingLeavesTheSumOfOutputsAsItIs(threads: Int) throws {
    let shape = ConvolutionShape(
      batch: 4, height: 28, width: 28, inputs: 16, outputs: 32, kernel: 1, stride: 2, padding: 0)
    let x = CodeTensor(shape: shape.inputShape)
    x.buffer.update(repeating: 3)
    let (dy, dw) = (Tensor(shape: shape.outputShape), Tensor(shape: shape.weightShape))
    dy.fill(0.3)
    try Convolution(
      shape, products: .weightGradient, weightArithmetic: .bfloat16,
      in: ComputeContext(threads: threads)
    ).backwardWeights(x, signed: false, scale: 1, dy, into: dw)
    let expected = Float(4 * 14 * 14 * 3) * 0.3
    // What is left at the end of a chunk is dropped.
    #expect(dw.values.allSatisfy { abs($0 / expected - 1) < 1e-4 })
  }

  @Test func everyCodeIsExact() throws {
    let context = try ComputeContext(threads: 1)
    let codes = CodeTensor(shape: [256])
    for code in 0..<256 { codes.buffer[code] = UInt8(code) }
    let memory = Tensor(shape: [BFloat16Buffer.floats(for: 256)])
    let values = BFloat16Buffer(count: 256, at: memory.data)
    values.take(codes, in: context)
    #expect(values.values == (0..<256).map { Float(Int8(truncatingIfNeeded: $0)) })
  }

  @Test(
    .enabled(
      if: BFloat16InputGradient.takes(CodeConvolutionTests.shapes[1]),
      "oneDNN multiplies no bfloat16 on this processor"),
    arguments: (CodeConvolutionTests.shapes + ConvolutionTests.shapes)
      .filter(BFloat16InputGradient.takes))
  func theGradientIsThatOfTheRoundedOne(shape: ConvolutionShape) throws {
    let context = try ComputeContext(threads: 1)
    let w = CodeConvolutionTests.codes(
      shape.weightShape, CodeRange(bits: 4, signed: true), seed: 2, in: context)
    var random = RandomValues(seed: 3)
    let dy = Tensor(
      shape: shape.outputShape, values: random.array(shape.outputShape.reduce(1, *)))
    let step: Float = 0.021
    let rounded = dy.values.map { Double(Self.nearest($0 * step)) }
    let expected = ReferenceConvolution(shape: shape).backwardInput(rounded, weights: w.values)
    for threads in 1...2 {
      let dx = Tensor(shape: shape.inputShape)
      try BFloat16InputGradient(shape, in: ComputeContext(threads: threads))
        .run(dy, weights: w.bytes, step: step, into: dx)
      // Sums are in float32.
      let tolerance = 2e-5 * (expected.map(abs).max() ?? 0)
      #expect(
        zip(dx.values, expected).allSatisfy { abs(Double($0) - $1) < tolerance },
        "\(threads) threads")
    }
  }
}
