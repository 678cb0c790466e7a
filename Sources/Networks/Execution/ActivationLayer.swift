import Tensors

/// Batch-norm, ReLU and quantizers as one step: y_k = Q_k(relu(bn(x))); each part may be absent.
///
/// Forward reads x twice with batch-norm (statistics, then output), else once. Backward reads x and
/// the gradients twice (sums, then dx).
final class ActivationLayer: NetworkLayer, BackwardLayer {
  /// An output, and its quantizer if it has one.
  struct Branch {
    /// Absent if nothing but its codes is read.
    let output: Tensor?
    let quantizer: Quantizer?
    /// Where its codes go, if a layer multiplies them.
    let codes: CodeTensor?
    /// Whether nothing but its codes is read going forward.
    let isReadAsCodes: Bool
  }

  /// What the backward pass reads and writes.
  struct Gradients {
    /// dL/dy, each of the branch with that number.
    let incoming: [(branch: Int, tensor: Tensor)]
    /// Added to dx: the gradient that reaches x by other ways.
    let residual: Tensor?
    /// dx, if it is wanted.
    let outgoing: Tensor?
  }

  let name: String
  private let source: Tensor
  private let terms: [Tensor]
  private let normalization: BatchNormalization?
  private let rectifies: Bool
  private let branches: [Branch]
  private let gradients: Gradients
  /// If x has no gradient: dv_hat/ds of the only branch, from which its layer finds dL/ds.
  private let derivative: Tensor?
  private let context: ComputeContext
  private var sums: ActivationSums

  init(
    name: String, source: Tensor, terms: [Tensor], normalization: BatchNormalization?,
    rectifies: Bool, branches: [Branch], gradients: Gradients, derivative: Tensor?,
    context: ComputeContext
  ) {
    self.name = name
    self.source = source
    self.terms = terms
    self.normalization = normalization
    self.rectifies = rectifies
    self.branches = branches
    self.gradients = gradients
    self.derivative = derivative
    self.context = context
    sums = ActivationSums(
      channels: source.shape.last ?? 1, branches: gradients.incoming.count)
  }

  func outputs(_ pass: ForwardPass) -> [Tensor] { branches.compactMap { output($0, pass) } }

  /// Where the values of a branch go in this pass, if something reads them.
  private func output(_ branch: Branch, _ pass: ForwardPass) -> Tensor? {
    pass.trains || !branch.isReadAsCodes ? branch.output : nil
  }

  func forward(_ pass: ForwardPass) {
    if let normalization {
      context.clock.measure(.normalization) {
        normalization.prepare(source, terms: terms, pass)
      }
    }
    context.clock.measure(work) { activate(pass) }
  }

  private func activate(_ pass: ForwardPass) {
    for branch in branches {
      if let quantizer = branch.quantizer { prepare(quantizer, pass) }
    }
    var kernel = makePass(on: source)
    for branch in branches {
      if let output = output(branch, pass) {
        kernel.addBranch(branch.quantizer?.step, output, codes: branch.codes)
      } else if let step = branch.quantizer?.step, let codes = branch.codes {
        kernel.addBranch(step, codes: codes)
      }
    }
    kernel.forward(in: context)
    if pass.trains, let derivative, let quantizer = branches[0].quantizer {
      quantizer.step.stepDerivative(of: source, into: derivative, in: context)
    }
  }

  /// Initialises, fits and observes a quantizer on its values.
  private func prepare(_ quantizer: Quantizer, _ pass: ForwardPass) {
    let isToBeFitted = !quantizer.isFresh && quantizer.isToBeFitted(in: pass)
    if quantizer.isFresh {
      quantizer.initialize(from: values(of: source), in: context)
    }
    guard isToBeFitted || !pass.observation.isEmpty else { return }
    let seen = values(of: source.prefix(observedExamples(pass)))
    if isToBeFitted { quantizer.fit(to: seen) }
    quantizer.observe(seen, pass.observation)
  }

  /// What comes before quantizers, of `x`. Takes memory: for what is not done at every step.
  private func values(of x: Tensor) -> Tensor {
    let values = Tensor(shape: x.shape)
    var kernel = makePass(on: x)
    kernel.addBranch(nil, values)
    kernel.forward(in: context)
    return values
  }

  /// How many examples are observed: as many as have 65,536 values, so that shares are known to
  /// 0.2%, but one at least.
  private func observedExamples(_ pass: ForwardPass) -> Int {
    let each = source.count / source.shape[0]
    return min(pass.examples ?? source.shape[0], max(1, 65_536 / each))
  }

  func backward() {
    context.clock.measure(work) { findGradients() }
  }

  private var work: WorkClock.Work {
    branches.contains { $0.quantizer != nil } ? .quantizers : .normalization
  }

  private func findGradients() {
    var kernel = makePass(on: source)
    for (branch, tensor) in gradients.incoming {
      kernel.addBranch(branches[branch].quantizer?.step, tensor)
    }
    let quantizes = gradients.incoming.contains { branches[$0.branch].quantizer != nil }
    if normalization != nil || quantizes {
      kernel.sums(mean: normalization?.mean, into: &sums, in: context)
      normalization?.receive(sums, rows: source.count / (source.shape.last ?? 1))
      for (index, branch) in branches.enumerated() {
        branch.quantizer?.receive(
          gradient: gradient(ofBranch: index, in: sums.step),
          offset: gradient(ofBranch: index, in: sums.offset))
      }
    }
    if let outgoing = gradients.outgoing {
      kernel.backward(
        normalization?.coefficients, residual: gradients.residual, into: outgoing, in: context)
    }
  }

  private func gradient(ofBranch index: Int, in sums: [Double]) -> Double {
    zip(gradients.incoming, sums).reduce(0) {
      $1.0.branch == index ? $0 + $1.1 : $0
    }
  }

  private func makePass(on x: Tensor) -> ActivationPass {
    ActivationPass(x, affine: normalization?.affine, rectifies: rectifies)
  }
}
