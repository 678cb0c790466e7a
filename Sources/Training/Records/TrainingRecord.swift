/// Something a run reports while it trains.
package enum TrainingRecord: Sendable {
  /// What is being trained. Once, before the first step (also after a resume).
  case quantizers([QuantizerDescription])
  /// Values of metrics after `step` updates. Keys are those of `TrainingMetric`.
  case metrics(step: Int, epoch: Int, values: [(key: TrainingMetric, value: Double)])
  /// One point of every quantizer's trajectory.
  case steps([QuantizerPoint])
  /// How the values of one quantizer are spread.
  case histogram(QuantizerHistogram)
  /// A line for the run's log.
  case log(String)
  /// One that tells of a field that has not the effect it seems to have.
  case warning(String)
}
