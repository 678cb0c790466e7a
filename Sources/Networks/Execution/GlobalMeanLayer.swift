import Tensors

/// The mean over height and width.
final class GlobalMeanLayer: NetworkLayer, BackwardLayer {
  let name: String
  let work = LayerClock.Work.reductions
  var outputs: [Tensor] { [output] }
  private let input: Tensor
  private let output: Tensor
  private let outputGradient: Tensor
  private let inputGradient: Tensor?
  private let context: ComputeContext

  init(
    name: String, input: Tensor, output: Tensor, outputGradient: Tensor, inputGradient: Tensor?,
    context: ComputeContext
  ) {
    self.name = name
    self.input = input
    self.output = output
    self.outputGradient = outputGradient
    self.inputGradient = inputGradient
    self.context = context
  }

  func forward(_ pass: ForwardPass) {
    output.setMean(input, in: context)
  }

  func backward() {
    inputGradient?.setMeanGradient(outputGradient, in: context)
  }
}
