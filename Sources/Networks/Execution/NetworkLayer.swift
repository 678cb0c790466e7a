import Tensors

/// A step of a plan at work, with its buffers.
protocol NetworkLayer: AnyObject {
  /// The node to name in a message.
  var name: String { get }
  /// What `forward` writes in such a pass.
  func outputs(_ pass: ForwardPass) -> [Tensor]

  /// Computes the outputs.
  func forward(_ pass: ForwardPass)
}

/// Something done on the way back.
protocol BackwardLayer: AnyObject {
  /// Computes gradients: of the inputs, and of the parameters.
  func backward()
}
