import Foundation
package import Tensors

/// How far a network's logits z are from a teacher's t:
/// L = mean over examples of T^2 * KL(softmax(t/T), softmax(z/T)).
///
/// T^2 keeps the size of the gradients the same under any temperature. Hinton, Vinyals and Dean
/// 2015, section 2.
package struct DistillationLoss {
  /// Sum of the losses of the examples.
  package private(set) var loss = 0.0

  /// - Parameters:
  ///   - logits, teacher: batch x classes.
  ///   - weight: of this loss among others; multiplies the gradient.
  ///   - gradient: batch x classes, to which is added
  ///     weight * dL/d(logits) = weight * T * (softmax(z/T) - softmax(t/T)) / batch.
  package init(
    logits: Tensor, teacher: Tensor, temperature: Double, weight: Double, gradient: Tensor
  ) {
    precondition(logits.shape == teacher.shape, "\(logits.shape) and a teacher of \(teacher.shape)")
    let (count, classes) = (logits.shape[0], logits.shape[1])
    for example in 0..<count {
      let z = UnsafeBufferPointer(start: logits.data + example * classes, count: classes)
      let t = UnsafeBufferPointer(start: teacher.data + example * classes, count: classes)
      let (student, wanted) = (
        Softmax(z, temperature: temperature), Softmax(t, temperature: temperature)
      )
      for c in 0..<classes {
        let probability = wanted.probability(t[c])
        // The limit of p log p at zero is zero; a probability that is NaN makes the loss NaN.
        if probability != 0 {
          loss +=
            temperature * temperature * probability
            * (wanted.logProbability(t[c]) - student.logProbability(z[c]))
        }
        gradient.data[example * classes + c] += Float(
          weight * temperature * (student.probability(z[c]) - probability) / Double(count))
      }
    }
  }
}
