import Tensors

/// The weights of a layer as its products use them: quantized, or as they are.
final class LayerWeights {
  let parameter: Parameter
  let quantizer: Quantizer?
  /// What the products take: v_hat of the weights.
  let effective: Tensor
  /// Their codes, where products multiply codes.
  let codes: QuantizedCodes?
  /// Whether forward products never take anything but the codes.
  private let codesSuffice: Bool
  private let context: ComputeContext
  private var sums: ActivationSums

  /// - Parameter exact: how their codes are multiplied, if they are.
  init(
    _ parameter: Parameter, quantizer: Quantizer?, exact: ExactProduct?, context: ComputeContext
  ) {
    self.parameter = parameter
    self.quantizer = quantizer
    codesSuffice = exact?.largestWeight == nil
    self.context = context
    sums = ActivationSums(channels: parameter.value.shape.last ?? 1, branches: 1)
    if let quantizer, exact != nil {
      codes = QuantizedCodes(
        codes: CodeTensor(shape: parameter.value.shape), quantizer: quantizer)
    } else {
      codes = nil
    }
    effective = quantizer == nil ? parameter.value : Tensor(shape: parameter.value.shape)
  }

  /// Quantizes the weights. Where codes suffice, `effective` is for the way back only.
  func forward(_ pass: ForwardPass) {
    guard let quantizer else { return }
    context.clock.measure(.quantizers) {
      if quantizer.isFresh {
        quantizer.initialize(from: parameter.value, in: context)
      } else if quantizer.isToBeFitted(in: pass) {
        quantizer.fit(to: parameter.value)
      }
      quantizer.observe(parameter.value, pass.observation)
      var kernel = ActivationPass(parameter.value, rectifies: false)
      if let codes, codesSuffice, !pass.trains {
        kernel.addBranch(quantizer.step, codes: codes.codes)
      } else {
        kernel.addBranch(quantizer.step, effective, codes: codes?.codes)
      }
      kernel.forward(in: context)
    }
  }

  /// Turns dL/dv_hat, which the product left in the parameter's gradient, into dL/dv and dL/ds.
  func backward() {
    guard let quantizer else { return }
    context.clock.measure(.quantizers) {
      var kernel = ActivationPass(parameter.value, rectifies: false)
      kernel.addBranch(quantizer.step, parameter.gradient)
      kernel.sums(mean: nil, into: &sums, in: context)
      quantizer.receive(gradient: sums.step[0])
      kernel.backward(nil, residual: nil, into: parameter.gradient, in: context)
    }
  }
}
