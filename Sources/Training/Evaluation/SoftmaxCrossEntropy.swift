import Foundation
package import Tensors

/// Softmax and cross-entropy of a batch: L = mean over examples of -log(softmax(logits)[label]).
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
  ///   - gradient: takes dL/d(logits), if given: (softmax - one-hot) / count; zero past `count`.
  package init(logits: Tensor, labels: [Int32], count: Int, gradient: Tensor? = nil) {
    let classes = logits.shape[1]
    gradient?.fill(0)
    for example in 0..<count {
      let row = UnsafeBufferPointer(start: logits.data + example * classes, count: classes)
      let label = Int(labels[example])
      precondition((0..<classes).contains(label), "label \(label) of \(classes) classes")
      let highest = row.reduce(-Float.infinity) { $1 > $0 ? $1 : $0 }
      // Exponentials of differences to the highest logit cannot overflow.
      let sum = row.reduce(0.0) { $0 + exp(Double($1 - highest)) }
      loss += log(sum) - Double(row[label] - highest)
      // Ties and NaN count against the network.
      let higher = row.indices.count { $0 != label && !(row[$0] < row[label]) }
      if higher < 1 { correct += 1 }
      if higher < 5 { correctInFive += 1 }
      guard let gradient else { continue }
      for c in 0..<classes {
        let probability = exp(Double(row[c] - highest)) / sum
        gradient.data[example * classes + c] = Float(
          (probability - (c == label ? 1 : 0)) / Double(count))
      }
    }
  }
}
