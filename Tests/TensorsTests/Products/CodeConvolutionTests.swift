import Tensors
import Testing

@Suite struct CodeConvolutionTests {
  /// The quantized convolutions of ResNet-8 on 28x28 and of ResNet-20 on 32x32: 3x3, and 1x1 of the
  /// shortcuts.
  static let shapes = [28, 32].flatMap { side in
    [
      shape(side, 16, 16), shape(side, 16, 32, stride: 2), shape(side / 2, 32, 32),
      shape(side / 2, 32, 64, stride: 2), shape(side / 4, 64, 64),
      shape(side, 16, 32, kernel: 1, stride: 2), shape(side / 2, 32, 64, kernel: 1, stride: 2),
    ]
  }

  static func shape(
    _ side: Int, _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int = 1
  ) -> ConvolutionShape {
    ConvolutionShape(
      batch: 2, height: side, width: side, inputs: inputs, outputs: outputs, kernel: kernel,
      stride: stride, padding: kernel / 2)
  }

  /// Codes quantized from random values, among them many of the extreme ones, as bytes and as
  /// numbers.
  static func codes(
    _ shape: [Int], _ range: CodeRange, seed: UInt64, in context: ComputeContext
  ) -> (bytes: CodeTensor, values: [Double]) {
    var random = RandomValues(seed: seed)
    let count = shape.reduce(1, *)
    let x = Tensor(
      shape: shape, values: random.array(count, size: Float(2 * range.highest + 2)))
    let (rounded, bytes) = (Tensor(shape: shape), CodeTensor(shape: shape))
    var pass = ActivationPass(x, rectifies: range.lowest == 0)
    pass.addBranch(StepQuantizer(step: 1, range: range), rounded, codes: bytes)
    pass.forward(in: context)
    return (bytes, rounded.values.map(Double.init))
  }

  @Test(arguments: shapes, [2, 3, 4])
  func productsAreThoseOfIntegersBitForBit(shape: ConvolutionShape, bits: Int) throws {
    let context = try ComputeContext(threads: 2)
    let (x, w) = (
      Self.codes(shape.inputShape, CodeRange(bits: bits, signed: false), seed: 1, in: context),
      Self.codes(shape.weightShape, CodeRange(bits: bits, signed: true), seed: 2, in: context)
    )
    let scale: Float = 0.0123 * 0.0457
    let sums = ReferenceConvolution(shape: shape).forward(x.values, weights: w.values)
    // Known to be small or not, they may be found in different ways.
    for largest in [Int(sums.reduce(0) { max($0, abs($1)) }), .max] {
      let y = Tensor(shape: shape.outputShape)
      try CodeConvolution(shape, largestSum: largest, in: context)
        .forward(x.bytes, weights: w.bytes, scale: scale, into: y)
      #expect(y.values == sums.map { Float($0) * scale })
    }
  }

  /// Codes of all kinds on shapes of all kinds that Winograd's products take, and onto what is
  /// there; the largest ones too.
  @Test(arguments: ConvolutionTests.shapes + [shape(7, 16, 16)])
  func productsOfSmallSumsAreExact(shape: ConvolutionShape) throws {
    let context = try ComputeContext(threads: 1)
    let terms = shape.inputs * shape.kernelHeight * shape.kernelWidth
    let highest = CodeRange(bits: terms > 144 ? 4 : 8, signed: false)
    for isLargest in [false, true] {
      let (x, w) = (
        Self.codes(shape.inputShape, highest, seed: 5, in: context),
        Self.codes(shape.weightShape, CodeRange(bits: 4, signed: true), seed: 6, in: context)
      )
      var (inputs, weights) = (x.values, w.values)
      if isLargest {
        x.bytes.buffer.update(repeating: UInt8(highest.highest))
        w.bytes.buffer.update(repeating: UInt8(bitPattern: -8))
        inputs = inputs.map { _ in Double(highest.highest) }
        weights = weights.map { _ in -8 }
      }
      let expected = ReferenceConvolution(shape: shape).forward(inputs, weights: weights)
        .map { Float($0) / 2 + 2 }
      for threads in 1...3 {
        let y = Tensor(shape: shape.outputShape)
        y.fill(2)
        try CodeConvolution(
          shape, accumulates: true, largestSum: highest.highest * 8 * terms,
          in: ComputeContext(threads: threads)
        ).forward(x.bytes, weights: w.bytes, scale: 0.5, into: y)
        #expect(y.values == expected, "\(threads) threads")
      }
    }
  }

  @Test(
    .enabled(
      if: Convolution.takesCodes(CodeConvolutionTests.shapes[0], signed: false),
      "oneDNN finds it from values on this processor"),
    arguments: (ConvolutionTests.shapes + shapes).flatMap { [($0, false), ($0, true)] }
      .filter(Convolution.takesCodes), [1, 2, 3])
  func theGradientOfWeightsIsThatOfTheValues(
    _ input: (shape: ConvolutionShape, isSigned: Bool), threads: Int
  ) throws {
    let (shape, isSigned) = input
    let context = try ComputeContext(threads: threads)
    let x = Self.codes(
      shape.inputShape, CodeRange(bits: 3, signed: isSigned), seed: 1, in: context)
    let step: Float = 0.37
    let values = Tensor(shape: shape.inputShape, values: x.values.map { Float($0) * step })
    var random = RandomValues(seed: 2)
    let dy = Tensor(
      shape: shape.outputShape, values: random.array(shape.outputShape.reduce(1, *)))
    let (found, expected) = (Tensor(shape: shape.weightShape), Tensor(shape: shape.weightShape))
    let convolution = try Convolution(shape, products: .weightGradient, in: context)
    convolution.backwardWeights(x.bytes, signed: isSigned, scale: step, dy, into: found)
    convolution.backwardWeights(values, dy, into: expected)
    #expect(ConvolutionTests.largestError(found.values, expected.values.map(Double.init)) < 5e-5)
  }

  @Test func theLargestExactCodesDoNotSaturate() throws {
    let context = try ComputeContext(threads: 1)
    let shape = Self.shape(7, 16, 16)
    let terms = 16 * 9
    // 64, or 128 where sums are in 32 bits.
    let largest = CodeConvolution.largestExactWeight(
      input: CodeRange(bits: 8, signed: false), terms: terms, on: .ofThisProcessor)
    let (x, w) = (CodeTensor(shape: shape.inputShape), CodeTensor(shape: shape.weightShape))
    x.buffer.update(repeating: 255)
    w.buffer.update(repeating: UInt8(truncatingIfNeeded: -largest))
    let y = Tensor(shape: shape.outputShape)
    try CodeConvolution(shape, in: context).forward(x, weights: w, scale: 1, into: y)
    #expect(y.values.min() == Float(-255 * largest * terms))
  }

  @Test func accumulatingAddsTheScaledProduct() throws {
    let context = try ComputeContext(threads: 1)
    let shape = Self.shape(8, 16, 32, kernel: 1, stride: 2)
    let (x, w) = (
      Self.codes(shape.inputShape, CodeRange(bits: 3, signed: false), seed: 3, in: context),
      Self.codes(shape.weightShape, CodeRange(bits: 3, signed: true), seed: 4, in: context)
    )
    let y = Tensor(shape: shape.outputShape)
    y.fill(2)
    try CodeConvolution(shape, accumulates: true, in: context)
      .forward(x.bytes, weights: w.bytes, scale: 0.5, into: y)
    let sums = ReferenceConvolution(shape: shape).forward(x.values, weights: w.values)
    #expect(y.values == sums.map { Float($0) / 2 + 2 })
  }

  /// Of two products in 16 bits, 2 * 255 * 64 = 32,640 fits and 2 * 255 * 128 does not; with VNNI
  /// all bytes do, signed ones too. A sum of 70,000 terms of 255 * 128 passes 32 bits.
  @Test(arguments: [
    (4, false, 4, true, true), (8, false, 7, true, true), (7, false, 8, true, true),
    (8, false, 8, false, true), (4, true, 4, false, true), (8, true, 8, false, true),
  ])
  func exactnessDependsOnBitsSignAndProcessor(
    inputBits: Int, isSigned: Bool, weightBits: Int, inPairs: Bool, withVNNI: Bool
  ) {
    let input = CodeRange(bits: inputBits, signed: isSigned)
    let weights = CodeRange(bits: weightBits, signed: true)
    for (sums, isExact) in [(CodeSums.pairsIn16Bits, inPairs), (.in32Bits, withVNNI)] {
      #expect(
        CodeConvolution.isExact(input: input, weights: weights, terms: 4608, on: sums) == isExact)
    }
    #expect(
      CodeConvolution.largestExactWeight(input: input, terms: 4608, on: .pairsIn16Bits)
        == (isSigned ? 0 : inputBits == 8 ? 64 : 128))
    if inputBits + weightBits == 16 {
      #expect(
        !CodeConvolution.isExact(input: input, weights: weights, terms: 70_000, on: .in32Bits))
    }
  }
}
