import Networks
import Tensors

/// Measures a network on the test set.
struct Evaluator {
  let dataset: ImageDataset
  let network: Network

  /// Loss and hits over all test images, with running batch-norm statistics.
  /// - Parameters:
  ///   - observation: what to measure of quantizers, on the first batch.
  ///   - check: called before each batch; what it throws ends the evaluation.
  func evaluate(
    observing observation: Observation = [], beforeEachBatch check: () throws -> Void
  ) throws -> BatchTally {
    let loader = try dataset.testBatches(batchSize: network.batchSize)
    var (batch, tally) = (Batch(), BatchTally())
    var pass = ForwardPass(trains: false, observation: observation)
    while try loader.next(&batch) {
      try check()
      network.input.copy(batch.images)
      pass.examples = batch.count
      network.forward(pass)
      pass.observation = []
      let result = SoftmaxCrossEntropy(
        logits: network.output, labels: batch.labels, count: batch.count)
      tally.add(result, examples: batch.count)
    }
    return tally
  }
}
