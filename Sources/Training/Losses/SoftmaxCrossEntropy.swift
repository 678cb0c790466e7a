import Foundation
package import Tensors

/// Softmax and cross-entropy of a batch:
/// L = mean over examples of -sum over classes of t_c log(softmax(logits)_c).
///
/// t is 1 at the label and 0 elsewhere; label smoothing e makes it (1 - e) t + e / classes.
/// Szegedy et al. 2016, section 7.
package struct SoftmaxCrossEntropy {
  /// Sum of the losses of the examples.
  package private(set) var loss = 0.0
  /// Examples whose label has the highest logit.
  package private(set) var correct = 0
  /// Examples whose label is among the five highest logits.
  package private(set) var correctInFive = 0

  /// - Parameters:
  ///   - logits: batch x classes.
  ///   - labels: one an example, at least `count`.
  ///   - count: examples to take, the first of the batch.
  ///   - smoothing: e.
  ///   - weight: of this loss among others; multiplies the gradient.
  ///   - gradient: takes weight * dL/d(logits), if given: (softmax - t) / count; zero past `count`.
  package init(
    logits: Tensor, labels: [Int32], count: Int, smoothing: Double = 0, weight: Double = 1,
    gradient: Tensor? = nil
  ) {
    let classes = logits.shape[1]
    gradient?.fill(0)
    for example in 0..<count {
      let row = UnsafeBufferPointer(start: logits.data + example * classes, count: classes)
      let label = Int(labels[example])
      precondition((0..<classes).contains(label), "label \(label) of \(classes) classes")
      let softmax = Softmax(row, temperature: 1)
      loss += softmax.logSumExp - Double(row[label] - softmax.highest)
      if smoothing > 0 {
        // What smoothing adds: e * (log p_label - mean of log p), in which logSumExp cancels.
        let mean = row.reduce(0.0) { $0 + Double($1 - softmax.highest) } / Double(classes)
        loss += smoothing * (Double(row[label] - softmax.highest) - mean)
      }
      // Ties and NaN count against the network.
      let higher = row.indices.count { $0 != label && !(row[$0] < row[label]) }
      if higher < 1 { correct += 1 }
      if higher < 5 { correctInFive += 1 }
      guard let gradient else { continue }
      for c in 0..<classes {
        let target = (c == label ? 1 - smoothing : 0) + smoothing / Double(classes)
        gradient.data[example * classes + c] = Float(
          weight * (softmax.probability(row[c]) - target) / Double(count))
      }
    }
  }
}
