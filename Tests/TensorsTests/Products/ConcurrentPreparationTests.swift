import Dispatch
import Synchronization
import Tensors
import Testing

/// Networks may be made on several threads of a process at once.
@Suite struct ConcurrentPreparationTests {
  /// Channels that are no multiple of what oneDNN pads them to, which differs between values and
  /// codes. Shapes differ, as oneDNN keeps what it has compiled.
  private static let shapes = (3..<400).map { width in
    ConvolutionShape(
      batch: 1, height: 3, width: width, inputs: 2, outputs: 4, kernel: 3, stride: 1, padding: 0)
  }

  @Test func productsOfValuesAndOfCodesDoNotDisturbEachOther() throws {
    let wrong = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 2) { turn in
      for shape in Self.shapes {
        do {
          let context = try ComputeContext(threads: 1)
          let y = Tensor(shape: shape.outputShape)
          try turn == 0
            ? Self.sumValues(shape, into: y, in: context)
            : Self.sumCodes(shape, into: y, in: context)
          if y.values.contains(where: { $0 != 18 }) {
            wrong.withLock { $0.append("\(turn == 0 ? "values" : "codes") \(shape.inputShape)") }
          }
        } catch {
          wrong.withLock { $0.append("\(error)") }
        }
      }
    }
    #expect(wrong.withLock { $0 } == [])
  }

  private static func sumValues(
    _ shape: ConvolutionShape, into y: Tensor, in context: ComputeContext
  ) throws {
    let (x, w) = (Tensor(shape: shape.inputShape), Tensor(shape: shape.weightShape))
    x.fill(1)
    w.fill(1)
    try Convolution(shape, products: .forward, in: context).forward(x, weights: w, into: y)
  }

  private static func sumCodes(
    _ shape: ConvolutionShape, into y: Tensor, in context: ComputeContext
  ) throws {
    let (x, w) = (CodeTensor(shape: shape.inputShape), CodeTensor(shape: shape.weightShape))
    x.buffer.update(repeating: 1)
    w.buffer.update(repeating: 1)
    try CodeConvolution(shape, in: context).forward(x, weights: w, scale: 1, into: y)
  }
}
