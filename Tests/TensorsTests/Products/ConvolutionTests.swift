import Tensors
import Testing

@Suite struct ConvolutionTests {
  static let shapes = [
    ConvolutionShape(
      batch: 2, height: 7, width: 6, inputs: 1, outputs: 16, kernel: 3, stride: 1, padding: 1),
    ConvolutionShape(
      batch: 2, height: 8, width: 8, inputs: 16, outputs: 32, kernel: 3, stride: 2, padding: 1),
    ConvolutionShape(
      batch: 3, height: 7, width: 7, inputs: 16, outputs: 8, kernel: 1, stride: 2, padding: 0),
    // Channels that are no multiple of 8, where oneDNN's own 1x1 code must not run.
    ConvolutionShape(
      batch: 2, height: 6, width: 6, inputs: 4, outputs: 5, kernel: 1, stride: 2, padding: 0),
    ConvolutionShape(
      batch: 1, height: 5, width: 5, inputs: 3, outputs: 5, kernelHeight: 1, kernelWidth: 3,
      stride: 1, paddingHeight: 0, paddingWidth: 1),
    // Outputs in sixteens: the gradient of weights may have a kernel of its own, which takes inputs
    // in sixteens and sixes.
    ConvolutionShape(
      batch: 3, height: 9, width: 11, inputs: 3, outputs: 16, kernel: 7, stride: 2, padding: 3),
    ConvolutionShape(
      batch: 2, height: 6, width: 7, inputs: 23, outputs: 48, kernel: 3, stride: 1, padding: 1),
    ConvolutionShape(
      batch: 3, height: 6, width: 7, inputs: 20, outputs: 32, kernel: 1, stride: 2, padding: 0),
    ConvolutionShape(
      batch: 2, height: 5, width: 8, inputs: 16, outputs: 16, kernelHeight: 3, kernelWidth: 1,
      stride: 1, paddingHeight: 1, paddingWidth: 0),
    // Positions that read nothing but padding.
    ConvolutionShape(
      batch: 2, height: 3, width: 8, inputs: 20, outputs: 16, kernel: 1, stride: 1, padding: 2),
    // More positions than a chunk, and more weights than stay in the second cache.
    ConvolutionShape(
      batch: 4, height: 7, width: 7, inputs: 96, outputs: 96, kernel: 3, stride: 1, padding: 1),
    // 3x3 with channels in sixteens, where Winograd's products may run: more tiles than a block,
    // and cut ones; each padding; so many channels that threads share out the outputs.
    ConvolutionShape(
      batch: 9, height: 9, width: 11, inputs: 16, outputs: 16, kernel: 3, stride: 1, padding: 1),
    ConvolutionShape(
      batch: 2, height: 6, width: 8, inputs: 32, outputs: 48, kernel: 3, stride: 1, padding: 0),
    ConvolutionShape(
      batch: 2, height: 5, width: 3, inputs: 48, outputs: 16, kernelHeight: 3, kernelWidth: 3,
      stride: 1, paddingHeight: 2, paddingWidth: 1),
    ConvolutionShape(
      batch: 1, height: 6, width: 5, inputs: 160, outputs: 192, kernel: 3, stride: 1, padding: 1),
    // Few tiles and so many weights that they are made by panels of outputs, of which the last may
    // be narrower.
    ConvolutionShape(
      batch: 1, height: 5, width: 6, inputs: 352, outputs: 336, kernel: 3, stride: 1, padding: 1),
  ]

  @Test(arguments: shapes)
  func allProductsAreThoseOfTheScalarTwin(shape: ConvolutionShape) throws {
    var random = RandomValues(seed: 1)
    func tensor(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape, values: random.array(shape.reduce(1, *)))
    }
    let (x, w, dy) = (
      tensor(shape.inputShape), tensor(shape.weightShape), tensor(shape.outputShape)
    )
    let twin = ReferenceConvolution(shape: shape)
    let (x64, w64) = (x.values.map(Double.init), w.values.map(Double.init))
    let dy64 = dy.values.map(Double.init)
    let (ry, rx, rw) = (
      twin.forward(x64, weights: w64), twin.backwardInput(dy64, weights: w64),
      twin.backwardWeights(x64, dy64)
    )
    // The largest of more than a million errors lies further out.
    let bound = w.count > 1 << 20 ? 1e-4 : 5e-5
    for threads in 1...3 {
      let convolution = try Convolution(
        shape, products: [.forward, .inputGradient, .weightGradient],
        in: ComputeContext(threads: threads))
      let (y, dx, dw) = (
        Tensor(shape: shape.outputShape), Tensor(shape: shape.inputShape),
        Tensor(shape: shape.weightShape)
      )
      convolution.forward(x, weights: w, into: y)
      convolution.backwardInput(dy, weights: w, into: dx)
      convolution.backwardWeights(x, dy, into: dw)
      for (found, expected) in [(y, ry), (dx, rx), (dw, rw)] {
        #expect(Self.largestError(found.values, expected) < bound, "\(threads) threads")
      }
    }
  }

  /// More threads than sixteens of outputs, and sums too large for each to have its own.
  @Test(arguments: [1, 2])
  func manyThreadsShareTheGradientOfWeights(stride: Int) throws {
    let shape = ConvolutionShape(
      batch: 1, height: 4, width: 4, inputs: 512, outputs: 32, kernel: 3, stride: stride, padding: 1
    )
    var random = RandomValues(seed: 4)
    let x = Tensor(shape: shape.inputShape, values: random.array(16 * 512))
    let dy = Tensor(
      shape: shape.outputShape, values: random.array(shape.outputShape.reduce(1, *)))
    let gradients = try [1, 17].map { threads in
      let dw = Tensor(shape: shape.weightShape)
      try Convolution(shape, products: .weightGradient, in: ComputeContext(threads: threads))
        .backwardWeights(x, dy, into: dw)
      return dw.values
    }
    #expect(Self.largestError(gradients[1], gradients[0].map(Double.init)) < 5e-5)
  }

  /// The largest difference, to the root of the mean square of what is expected. NaN if there is
  /// any.
  static func largestError(_ found: [Float], _ expected: [Double]) -> Double {
    let differences = zip(found, expected).map { abs(Double($0) - $1) }
    guard differences.allSatisfy(\.isFinite) else { return .nan }
    let meanSquare = expected.reduce(0) { $0 + $1 * $1 } / Double(expected.count)
    return (differences.max() ?? 0) / meanSquare.squareRoot()
  }

  /// One step apart, where Winograd's products may run, and two.
  @Test(arguments: [1, 2])
  func accumulatingAddsToWhatIsThere(stride: Int) throws {
    let context = try ComputeContext(threads: 1)
    let shape = ConvolutionShape(
      batch: 2, height: 8, width: 8, inputs: 16, outputs: 32, kernel: 3, stride: stride,
      padding: 1)
    var random = RandomValues(seed: 2)
    let x = Tensor(shape: shape.inputShape, values: random.array(2 * 8 * 8 * 16))
    let w = Tensor(shape: shape.weightShape, values: random.array(32 * 16 * 9))
    let (plain, onto) = (Tensor(shape: shape.outputShape), Tensor(shape: shape.outputShape))
    onto.fill(2)
    try Convolution(shape, products: .forward, in: context).forward(x, weights: w, into: plain)
    try Convolution(shape, accumulates: true, products: [.forward, .weightGradient], in: context)
      .forward(x, weights: w, into: onto)
    for (a, b) in zip(onto.values, plain.values) { #expect(abs(a - b - 2) < 1e-5) }
  }
}
