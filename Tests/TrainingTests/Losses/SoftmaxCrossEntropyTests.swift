import Foundation
import Tensors
import Testing
import Training

@Suite struct SoftmaxCrossEntropyTests {
  @Test func lossAndGradientFollowTheirFormulas() {
    let logits = Tensor(shape: [2, 3], values: [1, 2, 3, 0, 0, 5])
    let gradient = Tensor(shape: [2, 3])
    let result = SoftmaxCrossEntropy(
      logits: logits, labels: [2, 0], count: 2, gradient: gradient)
    let sums = [exp(1.0) + exp(2.0) + exp(3.0), 2 + exp(5.0)]
    #expect(abs(result.loss - (log(sums[0]) - 3 + log(sums[1]))) < 1e-9)
    #expect(result.correct == 1)
    #expect(abs(Double(gradient.data[2]) - (exp(3.0) / sums[0] - 1) / 2) < 1e-7)
    #expect(abs(Double(gradient.data[3]) - (1 / sums[1] - 1) / 2) < 1e-7)
  }

  @Test func theGradientIsThatOfFiniteDifferences() {
    let values: [Float] = [0.3, -1.2, 0.7, 2.1, 0.1, -0.4]
    let gradient = Tensor(shape: [2, 3])
    func loss(_ values: [Float], _ gradient: Tensor? = nil) -> Double {
      SoftmaxCrossEntropy(
        logits: Tensor(shape: [2, 3], values: values), labels: [1, 2], count: 2,
        gradient: gradient
      ).loss / 2
    }
    _ = loss(values, gradient)
    for i in values.indices {
      var (up, down) = (values, values)
      up[i] += 0.01
      down[i] -= 0.01
      #expect(abs((loss(up) - loss(down)) / 0.02 - Double(gradient.data[i])) < 1e-4)
    }
  }

  /// As PyTorch: the target is (1 - e) one-hot + e / classes.
  @Test func smoothedLabelsGiveTheCrossEntropyAndGradientOfTheirTargets() {
    let (values, smoothing): ([Float], Double) = ([0.3, -1.2, 0.7, 2.1, 0.1, -0.4], 0.2)
    func loss(_ values: [Float], _ gradient: Tensor? = nil) -> Double {
      SoftmaxCrossEntropy(
        logits: Tensor(shape: [2, 3], values: values), labels: [1, 2], count: 2,
        smoothing: smoothing, weight: 3, gradient: gradient
      ).loss / 2
    }
    var expected = 0.0
    for (row, label) in [(0, 1), (1, 2)] {
      let z = values[3 * row..<3 * row + 3].map(Double.init)
      let sum = z.reduce(0) { $0 + exp($1) }
      for (c, z) in z.enumerated() {
        let target = (c == label ? 1 - smoothing : 0) + smoothing / 3
        expected -= target * (z - log(sum)) / 2
      }
    }
    let gradient = Tensor(shape: [2, 3])
    #expect(abs(loss(values, gradient) - expected) < 1e-7)
    for i in values.indices {
      var (up, down) = (values, values)
      up[i] += 0.01
      down[i] -= 0.01
      let difference = (loss(up) - loss(down)) / 0.02
      #expect(abs(3 * difference - Double(gradient.data[i])) < 3e-4)
    }
  }

  @Test func theFiveHighestLogitsAreHitsInFive() {
    func hits(_ label: Int32, _ values: [Float]) -> [Int] {
      let result = SoftmaxCrossEntropy(
        logits: Tensor(shape: [1, 7], values: values), labels: [label], count: 1)
      return [result.correct, result.correctInFive]
    }
    let values: [Float] = [7, 1, 6, 2, 5, 3, 4]
    let found = (0..<7).map { hits($0, values) }
    #expect(found == [[1, 1], [0, 0], [0, 1], [0, 0], [0, 1], [0, 1], [0, 1]])
    // Ties count against the network here too.
    #expect(hits(0, [1, 1, 1, 1, 1, 0, 0]) == [0, 1])
    #expect(hits(0, [1, 1, 1, 1, 1, 1, 0]) == [0, 0])
  }

  @Test func tiesAndNotANumberAreNoHits() {
    let tie = SoftmaxCrossEntropy(
      logits: Tensor(shape: [1, 2], values: [1, 1]), labels: [0], count: 1)
    #expect(tie.correct == 0)
    let broken = SoftmaxCrossEntropy(
      logits: Tensor(shape: [1, 2], values: [.nan, 1]), labels: [1], count: 1)
    #expect(broken.correct == 0)
    #expect(!broken.loss.isFinite)
  }

  @Test func examplesPastTheCountAreIgnored() {
    let logits = Tensor(shape: [2, 2], values: [5, 1, 9, 9])
    let gradient = Tensor(shape: [2, 2], values: [7, 7, 7, 7])
    let result = SoftmaxCrossEntropy(
      logits: logits, labels: [0, -1], count: 1, gradient: gradient)
    #expect(result.correct == 1)
    #expect(gradient.values.suffix(2) == [0, 0])
  }
}
