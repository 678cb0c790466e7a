import Tensors

/// y = the highest value of each window of relu(bn(x)), with x itself pooled first.
///
/// Scaled by a positive number values keep their order, by a negative one they turn it round, and
/// ReLU keeps it. So of each window the highest or the lowest x is taken, and y is bit for bit what
/// pooling last would give.
final class NormalizedPoolingLayer: NetworkLayer, BackwardLayer {
  struct Gradients {
    /// dL/dy.
    let output: Tensor
    /// Room for slope * dL/d(bn(x)) of what was taken.
    let pooled: Tensor
    /// dL/dx.
    let source: Tensor
  }

  let name: String
  func outputs(_ pass: ForwardPass) -> [Tensor] { [output] }
  private let source: Tensor
  private let normalization: BatchNormalization
  private let window: PoolingWindow
  /// The x that were taken.
  private let extremes: Tensor
  /// Which value of its window each of them is.
  private let places: CodeTensor
  private let output: Tensor
  private let gradients: Gradients?
  private let context: ComputeContext
  private var sums: ActivationSums
  /// dx = slope * g alone, of what was taken.
  private let slope: GradientCoefficients

  init(
    name: String, source: Tensor, normalization: BatchNormalization, window: PoolingWindow,
    extremes: Tensor, places: CodeTensor, output: Tensor, gradients: Gradients?,
    context: ComputeContext
  ) {
    self.name = name
    self.source = source
    self.normalization = normalization
    self.window = window
    self.extremes = extremes
    self.places = places
    self.output = output
    self.gradients = gradients
    self.context = context
    let channels = source.shape.last ?? 1
    sums = ActivationSums(channels: channels, branches: 1)
    slope = GradientCoefficients(slopeOf: normalization.coefficients)
  }

  func forward(_ pass: ForwardPass) {
    context.clock.measure(.normalization) {
      normalization.prepare(source, terms: [], pass)
      extremes.setMaxima(
        source, scaledBy: normalization.affine.scale, window, places: places, in: context)
      var kernel = makePass()
      kernel.addBranch(nil, output)
      kernel.forward(in: context)
    }
  }

  func backward() {
    guard let gradients else { return }
    context.clock.measure(.normalization) {
      var kernel = makePass()
      kernel.addBranch(nil, gradients.output)
      kernel.sums(mean: normalization.mean, into: &sums, in: context)
      // Whatever was not taken has no gradient, so these sums are those over all of x.
      normalization.receive(sums, rows: source.count / (source.shape.last ?? 1))
      kernel.backward(slope, residual: nil, into: gradients.pooled, in: context)
      gradients.source.setMaximaGradient(
        gradients.pooled, window, places: places, onto: source, normalization.coefficients,
        in: context)
    }
  }

  private func makePass() -> ActivationPass {
    ActivationPass(extremes, affine: normalization.affine, rectifies: true)
  }
}
