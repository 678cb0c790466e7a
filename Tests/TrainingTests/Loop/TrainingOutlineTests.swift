import Foundation
import Networks
import TestSupport
import Testing
import Training

/// What a run says before it trains.
@Suite struct TrainingOutlineTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallDataset.write(to: folder)
  }

  private func train(
    _ configuration: TrainingConfiguration, from checkpoint: URL? = nil
  ) throws -> (log: [String], warnings: [String], checkpoint: URL) {
    let observer = RecordingObserver()
    let result = try SmallDataset.train(configuration, in: folder, observer, from: checkpoint)
    return (observer.log, observer.warnings, result.finalCheckpoint)
  }

  @Test func itNamesTheNetworkTheImagesAndTheStart() throws {
    let configuration = SmallDataset.configuration(in: folder, bits: nil)
    let log = try train(configuration).log
    try #require(log.count == 3)
    #expect(
      log[0].hasPrefix("resnet8: ") && log[0].hasSuffix("; 18 steps of 16 images, from step 0"))
    let normalization = try configuration.dataset.load().normalization
    #expect(
      log[1] == "fashion-mnist: 96 images to train on, 40 to test on, of 8 x 8 x 1 in 10 classes; "
        + "mean \(normalization.mean[0]), standard deviation \(normalization.standardDeviation[0])")
    #expect(log[2] == "starts from random weights")
  }

  /// The first and the last layer have the same bits.
  @Test(
    arguments: [
      (nil, nil, ""), (nil, 4, ", and 0 of 20 step sizes with them"),
      (3, 4, ", and 4 of 20 step sizes with them"), (4, 4, ", and 20 of 20 step sizes with them"),
    ] as [(Int?, Int?, String)])
  func itTellsWhichStepSizesAreGiven(before: Int?, bits: Int?, told: String) throws {
    let start = try train(SmallDataset.configuration(in: folder, bits: before)).checkpoint
    var configuration = SmallDataset.configuration(in: folder, bits: bits)
    configuration.start = .weights(start)
    #expect(try train(configuration).log.last == "starts from given weights\(told)")
  }

  @Test func aRunThatGoesOnDoesNotStart() throws {
    let configuration = SmallDataset.configuration(in: folder)
    let stopped = try SmallDataset.train(
      configuration, in: folder, RecordingObserver(stoppingAfter: 8))
    let log = try train(configuration, from: stopped.finalCheckpoint).log
    #expect(log.count == 2 && log[0].hasSuffix("from step 8"), "\(log)")
  }

  @Test func whatTheTrainingIsTooShortForIsWarnedOf() throws {
    var configuration = SmallDataset.configuration(in: folder, bits: nil)
    (configuration.schedule.warmupSteps, configuration.recording.metricsEvery) = (17, 18)
    #expect(try train(configuration).warnings == [])
    (configuration.schedule.warmupSteps, configuration.recording.metricsEvery) = (18, 19)
    #expect(
      try train(configuration).warnings == [
        "the learning rate never comes up to 0.01: schedule.warmupSteps is 18, and the training "
          + "has 18 steps",
        "no loss of training is recorded: record.metricsEvery is 19, and the training has 18 steps",
      ])
  }
}
