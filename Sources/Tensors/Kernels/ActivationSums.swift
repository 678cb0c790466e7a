/// Sums over all rows of an activation, taken by `ActivationPass.sums`.
package struct ActivationSums {
  /// By channel, sum of g.
  package var gradient: [Double]
  /// By channel, sum of g * (x - mean).
  package var weighted: [Double]
  /// By branch, dL/ds without the factor of the gradient scale.
  package var step: [Double]
  /// By branch, dL/d(offset) without that factor; zero for a quantizer that has none.
  package var offset: [Double]

  package init(channels: Int, branches: Int) {
    gradient = [Double](repeating: 0, count: channels)
    weighted = gradient
    step = [Double](repeating: 0, count: branches)
    offset = step
  }
}
