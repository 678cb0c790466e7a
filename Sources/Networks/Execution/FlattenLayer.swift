import Tensors

/// Images as features, all of a channel together.
final class FlattenLayer: NetworkLayer, BackwardLayer {
  var name: String { buffers.name }
  func outputs(_ pass: ForwardPass) -> [Tensor] { [buffers.output] }
  private let buffers: PlainBuffers
  private let context: ComputeContext

  init(_ buffers: PlainBuffers, context: ComputeContext) {
    self.buffers = buffers
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    buffers.output.setChannelsFirst(buffers.input, in: context)
  }

  func backward() {
    guard let (dy, dx) = buffers.gradients else { return }
    dx.setChannelsLast(dy, in: context)
  }
}
