import Tensors

/// Zeroes values at random in training, and enlarges the rest to match; copies them else.
///
/// Which values, is a function of the pass's `randomness` and the layer's position: the way back
/// finds them again, and so does a run that is resumed.
final class DropoutLayer: NetworkLayer, BackwardLayer {
  var name: String { buffers.name }
  func outputs(_ pass: ForwardPass) -> [Tensor] { [buffers.output] }
  private let buffers: PlainBuffers
  private let probability: Float
  private let position: UInt64
  private let context: ComputeContext
  private var key: UInt64 = 0

  init(
    _ buffers: PlainBuffers, probability: Float, position: Int, context: ComputeContext
  ) {
    self.buffers = buffers
    self.probability = probability
    self.position = UInt64(position)
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    guard pass.trains else { return buffers.output.copy(buffers.input) }
    // An odd factor, not that of the hash itself, sets the keys of layers far apart.
    key = pass.randomness ^ (position &* 0xd134_2543_de82_ef95)
    buffers.output.setDropout(buffers.input, probability: probability, key: key, in: context)
  }

  func backward() {
    guard let (dy, dx) = buffers.gradients else { return }
    dx.setDropout(dy, probability: probability, key: key, in: context)
  }
}
