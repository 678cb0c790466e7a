/// A stretch of a graph that runs as one operation. Numbers are positions of nodes, and stand for
/// their outputs.
package enum PlanStep: Sendable, Equatable {
  /// Batch-norm, ReLU and quantizers in one pass.
  case activation(Activation)
  /// The highest value of each window of relu(bn(x)), the numbers of which are given with x's. As
  /// what is pooled rises or falls with x in each channel, x itself is pooled, and batch-norm and
  /// ReLU have only what that leaves: a quarter, for steps of two.
  case normalizedPooling(source: Int, normalization: Int, pooling: Int)
  /// A convolution. Given `onto`, the result is added to that value in place, and `output` is the
  /// sum.
  case convolution(node: Int, input: Int, output: Int, onto: Int?)
  /// A linear layer.
  case linear(node: Int, input: Int)
  /// An operation without parameters that is no part of another step: mean, max pooling,
  /// flattening, dropout.
  case plain(node: Int, input: Int)
  /// A sum that is not part of another step.
  case add(node: Int, Int, Int)

  /// y_k = Q_k(relu(bn(x))); each part may be absent.
  package struct Activation: Sendable, Equatable {
    /// x.
    package var source: Int
    /// If x is a sum not yet computed: its terms. The sum is taken along with the statistics of bn.
    package var terms: [Int] = []
    /// The batch-norm.
    package var normalization: Int?
    /// Whether there is a ReLU.
    package var rectifies = false
    /// y_k, and Q_k if it is quantized.
    package var branches: [Branch] = []
  }

  /// One output of an activation.
  package struct Branch: Sendable, Equatable {
    package var value: Int
    package var quantization: Quantization?
  }
}
