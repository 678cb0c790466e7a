import Tensors

/// The highest value of each window.
final class MaxPoolingLayer: NetworkLayer, BackwardLayer {
  var name: String { buffers.name }
  func outputs(_ pass: ForwardPass) -> [Tensor] { [buffers.output] }
  private let buffers: PlainBuffers
  private let window: PoolingWindow
  /// Which value of its window each output is, for the way back.
  private let places: CodeTensor
  private let context: ComputeContext

  init(_ buffers: PlainBuffers, window: PoolingWindow, places: CodeTensor, context: ComputeContext)
  {
    self.buffers = buffers
    self.window = window
    self.places = places
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    buffers.output.setMaxima(buffers.input, window, places: places, in: context)
  }

  func backward() {
    guard let (dy, dx) = buffers.gradients else { return }
    dx.setMaximaGradient(dy, window, places: places, in: context)
  }
}
