import Tensors

/// The sum of two tensors: of outputs going forward, or of gradients going backward.
final class SumLayer: NetworkLayer, BackwardLayer {
  let name: String
  func outputs(_ pass: ForwardPass) -> [Tensor] { [total] }
  private let terms: (Tensor, Tensor)
  private let total: Tensor
  private let context: ComputeContext

  init(name: String, terms: (Tensor, Tensor), total: Tensor, context: ComputeContext) {
    self.name = name
    self.terms = terms
    self.total = total
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    add()
  }

  func backward() {
    add()
  }

  private func add() {
    total.setSum(terms.0, terms.1, in: context)
  }
}
