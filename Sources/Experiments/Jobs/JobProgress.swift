/// How far a job is, as its worker last reported.
package struct JobProgress: Codable, Hashable, Sendable {
  /// Optimizer steps done.
  package var step: Int
  /// Optimizer steps of the whole job.
  package var steps: Int
  /// The epoch in work, from 0.
  package var epoch: Int
  package var epochs: Int
  package var imagesPerSecond: Double
  /// Seconds to the end at the present speed; nil before the speed is known.
  package var etaSeconds: Double?

  package init(
    step: Int, steps: Int, epoch: Int, epochs: Int, imagesPerSecond: Double, etaSeconds: Double?
  ) {
    self.step = step
    self.steps = steps
    self.epoch = epoch
    self.epochs = epochs
    self.imagesPerSecond = imagesPerSecond
    self.etaSeconds = etaSeconds
  }
}

extension JobProgress {
  package init(_ reader: FieldReader) {
    self.init(
      step: reader.integer("step", in: 0...Int(Int32.max), about: "Optimizer steps done."),
      steps: reader.integer(
        "steps", in: 0...Int(Int32.max), about: "Optimizer steps of the whole job."),
      epoch: reader.integer(
        "epoch", in: 0...Int(Int32.max), about: "The epoch in work, from 0."),
      epochs: reader.integer(
        "epochs", in: 0...Int(Int32.max), about: "Epochs of the whole job."),
      imagesPerSecond: reader.value("imagesPerSecond", about: "Training images a second."),
      etaSeconds: reader.optionalNumber(
        "etaSeconds", in: 0...Double.greatestFiniteMagnitude,
        about: "Seconds to the end at this speed, once it is known."))
  }
}
