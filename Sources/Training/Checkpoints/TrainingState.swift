/// Where a run is, besides its tensors. The order of the data and its augmentation follow from seed
/// and position.
package struct TrainingState: Sendable, Codable, Equatable {
  /// Updates made.
  package var step: Int
  /// The batch that comes next.
  package var position: DataPosition
  /// The seed of the run.
  package var seed: UInt64
  /// The name of the network.
  package var model: String
  /// Bits of each quantizer, by its id.
  package var bits: [String: Int]
  /// The highest top-1 share of any evaluation so far.
  package var bestTestAccuracy: Double
  /// What the batches since the last record of metrics came to.
  package var tally: BatchTally
  /// Whether the epoch just trained has still to be evaluated: a stop came before that was done.
  /// nil if not.
  package var owesEvaluation: Bool?

  /// Why this run cannot go on from `other`, a state of another seed, network or bits; nil if it
  /// can.
  func misfit(_ other: TrainingState) -> String? {
    if (other.model, other.seed) != (model, seed) {
      return "it is of \(other.model) with seed \(other.seed), "
        + "this run of \(model) with seed \(seed)"
    }
    func tell(_ bits: Int?) -> String { bits.map { "\($0)-bit" } ?? "float32" }
    return Set(bits.keys).union(other.bits.keys).sorted().first { bits[$0] != other.bits[$0] }
      .map { "its \($0) is \(tell(other.bits[$0])), this run's \(tell(bits[$0]))" }
  }

  /// Whether the position is where so many steps lead, the epochs having this many batches.
  func isConsistent(batchesPerEpoch: Int) -> Bool {
    step >= 0
      && (position.epoch, position.batch) == step.quotientAndRemainder(dividingBy: batchesPerEpoch)
  }
}
