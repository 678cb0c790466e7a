import Networks
import Tensors
import Testing

/// Integer products of every layer of every network, against sums of integers.
@Suite struct CodeProductTests {
  /// The products of all networks, each kind once, as a convolution over few positions: what is
  /// summed, and by which code, depends on channels, kernel and stride alone.
  static let shapes: Set<ConvolutionShape> =
    Architecture.all.reduce(into: []) { $0.formUnion(shapes(of: $1)) }

  private static func shapes(of architecture: Architecture) -> Set<ConvolutionShape> {
    let graph = architecture.graph(
      inputShape: architecture.sides.lowerBound < 32 ? [32, 32, 3] : [224, 224, 3], classes: 16)
    return Set(
      graph.nodes.compactMap { node in
        switch node.operation {
        case .convolution(let kernel, _):
          let side = kernel.height == 7 ? 9 : kernel.stride == 2 ? 4 : 3
          return kernel.shape(
            batch: 1, inputShape: [side, side, graph.nodes[node.inputs[0]].shape[2]])
        case .linear(let outputs, _):
          return ConvolutionShape(
            batch: 2, height: 1, width: 1, inputs: graph.nodes[node.inputs[0]].shape[0],
            outputs: min(outputs, 32), kernel: 1, stride: 1, padding: 0)
        default:
          return nil
        }
      })
  }

  /// Bits of input and weights, and whether the input is signed, for which products are exact on
  /// every processor, and on one that adds them up in 32 bits; the largest of them reach the bound.
  static let bits =
    [(2, 2, false), (3, 3, false), (4, 4, false), (8, 7, false), (7, 8, false)]
    + (CodeSums.ofThisProcessor == .in32Bits
      ? [(8, 8, false), (2, 3, true), (8, 8, true)] : [])

  @Test(arguments: bits)
  func integerProductsAreExactForEveryLayer(
    inputBits: Int, weightBits: Int, isSigned: Bool
  ) throws {
    let context = try ComputeContext(threads: 2)
    let input = CodeRange(bits: inputBits, signed: isSigned)
    let weights = CodeRange(bits: weightBits, signed: true)
    for shape in Self.shapes {
      let terms = shape.weightShape.dropFirst().reduce(1, *)
      #expect(
        CodeConvolution.isExact(input: input, weights: weights, terms: terms, on: .ofThisProcessor))
      var random = CodeSource(seed: 11)
      let (x, w) = (
        random.codes(shape.inputShape, input), random.codes(shape.weightShape, weights)
      )
      let values = x.buffer.map { isSigned ? Int(Int8(bitPattern: $0)) : Int($0) }
      let outputs = Self.sampledOutputs(of: shape).map { ($0, Self.sum(shape, values, w, at: $0)) }
      // Sums that are known to be small may be found in another way.
      for largestSum in [input.largest * weights.largest * terms, .max] {
        let y = Tensor(shape: shape.outputShape)
        try CodeConvolution(
          shape, hasSignedInput: isSigned, largestSum: largestSum, in: context
        ).forward(x, weights: w, scale: 1, into: y)
        let wrong = outputs.filter { y.data[$0.0] != Float($0.1) }
        #expect(wrong.isEmpty, "\(shape), \(largestSum)")
      }
    }
  }

  /// All outputs, or of large products so many that a million codes are multiplied.
  private static func sampledOutputs(of shape: ConvolutionShape) -> StrideTo<Int> {
    let count = shape.outputShape.reduce(1, *)
    let wanted = max(64, 1_000_000 / shape.weightShape.dropFirst().reduce(1, *))
    // An odd step meets every channel and position sooner or later.
    return stride(from: 0, to: count, by: max(1, count / wanted) | 1)
  }

  /// The sum of one output, in integers.
  private static func sum(
    _ shape: ConvolutionShape, _ x: [Int], _ w: CodeTensor, at output: Int
  ) -> Int {
    let o = output % shape.outputs
    let position = output / shape.outputs
    let (i, j) = (position / shape.outputWidth % shape.outputHeight, position % shape.outputWidth)
    let n = position / (shape.outputWidth * shape.outputHeight)
    let taps = shape.kernelHeight * shape.kernelWidth
    var sum = 0
    for u in 0..<shape.kernelHeight {
      for v in 0..<shape.kernelWidth {
        let y = i * shape.stride + u - shape.paddingHeight
        let z = j * shape.stride + v - shape.paddingWidth
        guard (0..<shape.height).contains(y), (0..<shape.width).contains(z) else { continue }
        let input = ((n * shape.height + y) * shape.width + z) * shape.inputs
        let weight = o * shape.inputs * taps + u * shape.kernelWidth + v
        for c in 0..<shape.inputs {
          sum += x[input + c] * Int(Int8(bitPattern: w.data[weight + c * taps]))
        }
      }
    }
    return sum
  }
}

/// Reproducible codes, half of them the extreme ones.
private struct CodeSource {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func codes(_ shape: [Int], _ range: CodeRange) -> CodeTensor {
    let codes = CodeTensor(shape: shape)
    for i in 0..<codes.count {
      // Knuth's MMIX generator.
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let draw = Int(state >> 33)
      let code =
        switch draw % 4 {
        case 0: range.lowest
        case 1: range.highest
        default: range.lowest + draw / 4 % range.count
        }
      codes.data[i] = UInt8(truncatingIfNeeded: code)
    }
    return codes
  }
}
