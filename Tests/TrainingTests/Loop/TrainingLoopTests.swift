import Foundation
import Networks
import TestSupport
import Testing
import Training

@Suite struct TrainingLoopTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallDataset.write(to: folder)
  }

  /// Runs, and gives the bytes of the final checkpoint.
  @discardableResult
  func train(
    _ configuration: TrainingConfiguration, _ observer: RecordingObserver = RecordingObserver(),
    from checkpoint: URL? = nil
  ) throws -> (result: TrainingResult, bytes: Data) {
    let result = try SmallDataset.train(configuration, in: folder, observer, from: checkpoint)
    let file = result.finalCheckpoint.appending(path: Checkpoint.fileName)
    return (result, try Data(contentsOf: file))
  }

  @Test(
    arguments: [
      (1, nil, .mixed), (1, 2, .mixed), (2, 2, .mixed), (1, 2, .float32),
    ] as [(Int, Int?, Precision)])
  func aRunResumedFromAnyCheckpointEndsWithTheSameBits(
    threads: Int, bits: Int?, precision: Precision
  ) throws {
    var configuration = SmallDataset.configuration(in: folder, bits: bits, threads: threads)
    configuration.quantization.precision = precision
    let observer = RecordingObserver(copyingInto: folder.url)
    let whole = try train(configuration, observer)
    let periodic = observer.checkpoints.filter { $0.kind == .periodic }
    #expect(periodic.map(\.step) == [5, 10, 15])
    for checkpoint in periodic {
      let resumed = try train(configuration, from: checkpoint.folder)
      #expect(resumed.bytes == whole.bytes, "from step \(checkpoint.step)")
    }
  }

  /// JPEG files decoded in the background, by as many threads as there are cores.
  @Test func aRunOnPhotographsThatIsResumedEndsWithTheSameBits() throws {
    for (index, file) in ["landscape", "grey", "small", "progressive", "cmyk", "large"].enumerated()
    {
      let bytes = try Data(
        contentsOf: ImageFolderTests.golden.appending(path: "photographs/\(file).jpg"))
      for split in index < 2 ? ["train", "val"] : ["train"] {
        try folder.write([UInt8](bytes), as: "\(split)/n\(index % 3)/\(file).jpeg")
      }
    }
    var configuration = SmallDataset.configuration(in: folder, bits: 2, threads: 2)
    configuration.dataset.name = "imagenet"
    configuration.model = ModelConfiguration(name: "squeezenext-23-2x", classes: 3)
    (configuration.epochs, configuration.batchSize) = (2, 2)
    configuration.checkpointEverySteps = 1
    let observer = RecordingObserver(copyingInto: folder.url)
    let whole = try train(configuration, observer)
    let periodic = observer.checkpoints.filter { $0.kind == .periodic }
    #expect(periodic.map(\.step) == [1, 2, 3, 4, 5])
    // In the middle of the first epoch, at its end, and before the last step.
    for checkpoint in periodic where [2, 3, 5].contains(checkpoint.step) {
      let resumed = try train(configuration, from: checkpoint.folder)
      #expect(resumed.bytes == whole.bytes, "from step \(checkpoint.step)")
    }
  }

  @Test func aNetworkForLargerImagesIsRefused() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.model.name = "resnet18"
    let error = #expect(throws: TrainingError.self) { _ = try train(configuration) }
    #expect(
      error
        == .invalidConfiguration(
          field: "model.name",
          reason: "resnet18 takes images of 32 to 512 pixels a side, not 8 x 8"))
  }

  @Test func aStoppedRunGoesOnWhereItWas() throws {
    let configuration = SmallDataset.configuration(in: folder)
    let stopped = try train(configuration, RecordingObserver(stoppingAfter: 8))
    #expect(stopped.result.outcome == .stopped)
    #expect(stopped.result.step == 8)
    let observer = RecordingObserver()
    let resumed = try train(configuration, observer, from: stopped.result.finalCheckpoint)
    #expect(resumed.result.outcome == .completed)
    let undisturbed = try train(configuration)
    #expect(resumed.bytes == undisturbed.bytes)
    #expect(observer.progress.first?.step == 9)
  }

  /// Of the 33 times that it is asked: 6 to 8 and 15 to 17 are in the evaluations after the first
  /// two epochs, 24 to 26 in the one before statistics are taken anew, 27 to 30 while they are, 31
  /// to 33 in the last.
  @Test(arguments: [(7, 6), (17, 12), (25, 18), (29, 18), (32, 18)])
  func aStopIsHeardBetweenStepsToo(question: Int, step: Int) throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.reestimationBatches = 4
    let patient = RecordingObserver()
    let whole = try train(configuration, patient)
    #expect(patient.questions == 33)
    let impatient = RecordingObserver(atQuestion: question)
    let stopped = try train(configuration, impatient)
    #expect(stopped.result.outcome == .stopped)
    #expect(stopped.result.step == step)
    #expect(impatient.questions == question)
    #expect(impatient.progress.last?.step == step)
    let observer = RecordingObserver()
    let resumed = try train(configuration, observer, from: stopped.result.finalCheckpoint)
    #expect(resumed.result.outcome == .completed)
    #expect(resumed.result.testAccuracy == whole.result.testAccuracy)
    #expect(resumed.bytes == whole.bytes)
    let evaluations = [impatient, observer].flatMap { $0.series(.testLoss) }
    #expect(evaluations.map(\.step) == [6, 12, 18])
    #expect(evaluations.map(\.value) == patient.series(.testLoss).map(\.value))
    // With the accuracy before, which is that of the statistics as training left them.
    #expect(observer.log.last == patient.log.last)
    #expect(observer.log.last?.hasPrefix("batch-norm") == true)
  }

  @Test func bitsDependOnTheSeedAlone() throws {
    let first = try train(SmallDataset.configuration(in: folder))
    let again = try train(SmallDataset.configuration(in: folder))
    let other = try train(SmallDataset.configuration(in: folder, seed: 2))
    #expect(first.bytes == again.bytes)
    #expect(first.bytes != other.bytes)
  }

  /// A network that does not learn tells the images apart by the loss of their batches.
  @Test func aFineTuningDrawsOtherBatchesThanItsParentOfTheSameSeed() throws {
    var configuration = SmallDataset.configuration(in: folder, bits: nil)
    configuration.optimizer.learningRate = 0
    let (observer, other) = (RecordingObserver(), RecordingObserver())
    let parent = try train(configuration, observer)
    configuration.start = .weights(parent.result.finalCheckpoint)
    let child = try train(configuration, other)
    #expect(other.series(.trainLoss).map(\.step) == observer.series(.trainLoss).map(\.step))
    for (own, inherited) in zip(other.series(.trainLoss), observer.series(.trainLoss)) {
      #expect(own.value != inherited.value, "step \(own.step)")
    }
    #expect(try train(configuration).bytes == child.bytes)
  }

  @Test func metricsPointsAndHistogramsComeAtTheirIntervals() throws {
    let observer = RecordingObserver()
    let result = try train(SmallDataset.configuration(in: folder), observer).result
    #expect(observer.series(.trainLoss).map(\.step) == [4, 8, 12, 16])
    #expect(observer.series(.testAccuracy).map(\.step) == [6, 12, 18])
    #expect(observer.series(.testAccuracy).last?.value == result.testAccuracy)
    #expect(observer.series(.trainAccuracy).allSatisfy { (0...1).contains($0.value) })
    guard case .quantizers(let quantizers)? = observer.records.first else {
      Issue.record("a run begins with what it trains")
      return
    }
    #expect(quantizers.prefix(2).map(\.id) == ["stem.input", "stem.weight"])
    #expect(quantizers.count == 2 * 10)
    for quantizer in quantizers {
      let points = observer.points.filter { $0.quantizer == quantizer.id }
      #expect(points.map(\.step) == [0, 3, 6, 9, 12, 15])
      #expect(points.allSatisfy { $0.stepSize > 0 && $0.updateRatio.isFinite })
      #expect(points.allSatisfy { abs($0.occupancy.reduce(0, +) - 1) < 1e-9 })
      let histograms = observer.histograms.filter { $0.quantizer == quantizer.id }
      #expect(histograms.map(\.step) == [0, 6, 12, 18])
      // All of them of one batch, and no epoch's of its last, which is smaller.
      #expect(Set(histograms.map { $0.counts.reduce(0, +) }).count == 1)
    }
  }

  @Test func aMetricIsTheMeanOfTheStepsSinceItsLastRecord() throws {
    func observed(every steps: Int) throws -> RecordingObserver {
      var configuration = SmallDataset.configuration(in: folder)
      configuration.recording.metricsEvery = steps
      let observer = RecordingObserver()
      try train(configuration, observer)
      return observer
    }
    let (each, third) = (try observed(every: 1), try observed(every: 3))
    for key in [TrainingMetric.trainLoss, .trainAccuracy] {
      let values = each.series(key).map(\.value)
      #expect(values.count == 18)
      let means = third.series(key)
      #expect(means.map(\.step) == [3, 6, 9, 12, 15, 18])
      for (step, mean) in means {
        #expect(abs(values[step - 3..<step].reduce(0, +) / 3 - mean) < 1e-9, "\(key), \(step)")
      }
    }
  }

  /// w = w - rate * v: what the checkpoints of two steps in a row tell of the rate between them.
  @Test func eachStepMovesAtTheRateOfTheSchedule() throws {
    var configuration = SmallDataset.configuration(in: folder, bits: nil)
    configuration.schedule = ScheduleConfiguration(
      shape: .step(milestones: [1], gamma: 0.5), warmupSteps: 2)
    configuration.epochs = 2
    configuration.recording.metricsEvery = 1
    configuration.checkpointEverySteps = 1
    let observer = RecordingObserver(copyingInto: folder.url)
    try train(configuration, observer)
    let rates = observer.series(.learningRate).map {
      $0.value / configuration.optimizer.learningRate
    }
    let expected = [1 / 3.0, 2 / 3.0, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
    #expect(rates.count == expected.count)
    for (rate, wanted) in zip(rates, expected) { #expect(abs(rate - wanted) < 1e-12) }

    let steps = observer.checkpoints.filter { $0.kind != .best }
    #expect(steps.map(\.step) == Array(1...12))
    for (before, after) in zip(steps, steps.dropFirst()) {
      let old = try Checkpoint(folder: before.folder).tensors["fc.weight"]?.floats
      let new = try Checkpoint(folder: after.folder).tensors
      let moved = zip(try #require(old), try #require(new["fc.weight"]?.floats)).map(-)
      let momentum = try #require(new["momentum.fc.weight"]?.floats)
      let rate =
        Self.dot(moved, momentum) / Self.dot(momentum, momentum)
        / configuration.optimizer.learningRate
      #expect(abs(rate - expected[after.step - 1]) < 1e-3, "\(after.step): \(rate)")
    }
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  /// R of an input is to the weights that it is multiplied by: ||dL/dw|| / ||w|| is the same for
  /// both.
  @Test func theRatiosOfALayerAreToTheSameWeights() throws {
    let observer = RecordingObserver()
    try train(SmallDataset.configuration(in: folder), observer)
    func norms(_ id: String) -> [Double] {
      observer.points.filter { $0.quantizer == id }.map {
        abs($0.gradient) / $0.stepSize / $0.updateRatio
      }
    }
    for layer in ["stage1.block1.conv1", "stage2.block1.conv2", "fc"] {
      let (ofInput, ofWeight) = (norms("\(layer).input"), norms("\(layer).weight"))
      #expect(ofInput.count == 6)
      #expect(zip(ofInput, ofWeight).allSatisfy { abs($0 / $1 - 1) < 1e-9 }, "\(layer)")
    }
  }

  @Test func aQuantizedNetworkStartsFromFloat32Weights() throws {
    let float = try train(SmallDataset.configuration(in: folder, bits: nil))
    var configuration = SmallDataset.configuration(in: folder, bits: 4)
    configuration.start = .weights(float.result.finalCheckpoint)
    configuration.optimizer.learningRate = 0
    let quantized = try train(configuration)
    let before = try Checkpoint(folder: float.result.finalCheckpoint)
    let after = try Checkpoint(folder: quantized.result.finalCheckpoint)
    for (name, tensor) in before.tensors where name.hasSuffix(".weight") {
      guard !name.hasPrefix("momentum.") else { continue }
      #expect(after.tensors[name] == tensor, "\(name)")
    }
    let s = try #require(after.tensors["stage1.block1.conv1.weight.stepSize"]?.floats)
    let w = try #require(before.tensors["stage1.block1.conv1.weight"]?.floats)
    let mean = w.reduce(0.0) { $0 + Double(abs($1)) } / Double(w.count)
    #expect(abs(Double(s[0]) / (2 * mean / 7.0.squareRoot()) - 1) < 1e-5)
  }

  @Test func learnedStepSizesAreTakenWhereTheBitsAreTheSame() throws {
    let learned = try train(SmallDataset.configuration(in: folder, bits: 3))
    var configuration = SmallDataset.configuration(in: folder, bits: 4)
    configuration.start = .weights(learned.result.finalCheckpoint)
    configuration.optimizer.learningRate = 0
    let before = try Checkpoint(folder: learned.result.finalCheckpoint).tensors
    let after = try Checkpoint(folder: train(configuration).result.finalCheckpoint).tensors
    // The first and the last layer have 8 bits in both.
    for id in ["stem.input", "stem.weight", "fc.input", "fc.weight"] {
      let name = "\(id).stepSize"
      let step = try #require(before[name])
      #expect(step == after[name], "\(name)")
    }
    for id in ["stage1.block1.conv1.input", "stage1.block1.conv1.weight"] {
      let name = "\(id).stepSize"
      let step = try #require(before[name])
      #expect(step != after[name], "\(name)")
    }
  }

  @Test func divergenceNamesTheLayer() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.optimizer.learningRate = 1e35
    let error = #expect(throws: TrainingError.self) { _ = try train(configuration) }
    guard case .diverged(_, let layer, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!layer.isEmpty)
  }

  @Test func aStartWithAWeightThatIsNoNumberIsRefused() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.quantization.method = .fixed
    let run = try train(configuration)
    var checkpoint = try Checkpoint(folder: run.result.finalCheckpoint)
    let name = "stage2.block1.conv2.weight"
    let weight = try #require(checkpoint.tensors[name])
    var values = try #require(weight.floats)
    values[7] = .nan
    checkpoint.tensors[name] = SafetensorsTensor(values, shape: weight.shape)
    let broken = folder.url.appending(path: "broken")
    try checkpoint.write(to: broken)
    configuration.start = .weights(broken)
    let error = #expect(throws: TrainingError.self) { _ = try train(configuration) }
    guard case .unusableCheckpoint(_, let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason == "\(name) has values that are not finite")
  }

  @Test func aStepSizeBelowZeroIsOfNoCheckpoint() throws {
    var configuration = SmallDataset.configuration(in: folder)
    var checkpoint = try Checkpoint(folder: train(configuration).result.finalCheckpoint)
    let name = "fc.input.stepSize"
    let shape = try #require(checkpoint.tensors[name]).shape
    checkpoint.tensors[name] = SafetensorsTensor([-0.5] as [Float], shape: shape)
    let broken = folder.url.appending(path: "broken")
    try checkpoint.write(to: broken)
    configuration.start = .weights(broken)
    #expect(
      throws: TrainingError.unusableCheckpoint(
        path: broken.appending(path: Checkpoint.fileName).path,
        reason: "\(name) is -0.5, which no step size is")
    ) { _ = try train(configuration) }
  }

  @Test(arguments: [(-1, 0, 0), (8, 0, 8), (18, 2, 0), (.max, .max, 0)])
  func aCheckpointOfAPlaceThatIsNotThereIsRefused(step: Int, epoch: Int, batch: Int) throws {
    let configuration = SmallDataset.configuration(in: folder)
    var checkpoint = try Checkpoint(folder: train(configuration).result.finalCheckpoint)
    checkpoint.state.step = step
    checkpoint.state.position = DataPosition(epoch: epoch, batch: batch)
    let edited = folder.url.appending(path: "edited")
    try checkpoint.write(to: edited)
    let error = #expect(throws: TrainingError.self) {
      _ = try train(configuration, from: edited)
    }
    guard case .unusableCheckpoint? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func thereIsABestCheckpointEvenOfANetworkThatHitsNothing() throws {
    // Labels of the test set that no training image has.
    try folder.write(
      [0, 0, 8, 1, 0, 0, 0, 40] + [UInt8](repeating: 9, count: 40), as: "t10k-labels-idx1-ubyte")
    let observer = RecordingObserver(copyingInto: folder.url)
    let result = try train(SmallDataset.configuration(in: folder), observer).result
    #expect(result.bestTestAccuracy == 0)
    #expect(observer.checkpoints.contains { $0.kind == .best })
  }

  /// A training that learns nothing, of a float32 network whose outputs are these for every image.
  private func training(ofOutputs outputs: [Float]) throws -> TrainingConfiguration {
    var configuration = SmallDataset.configuration(in: folder, bits: nil)
    var start = try Checkpoint(folder: train(configuration).result.finalCheckpoint)
    start.tensors["fc.weight"] = SafetensorsTensor(
      [Float](repeating: 0, count: 640), shape: [10, 64])
    start.tensors["fc.bias"] = SafetensorsTensor(outputs)
    let weights = folder.url.appending(path: "start")
    try start.write(to: weights)
    configuration.start = .weights(weights)
    configuration.optimizer.learningRate = 0
    return configuration
  }

  @Test func aNetworkThatGetsNoBetterIsTheBestOnce() throws {
    // It takes everything for class 1.
    let configuration = try training(ofOutputs: (0..<10).map { $0 == 1 ? 1 : 0 })
    let observer = RecordingObserver(copyingInto: folder.url)
    let result = try train(configuration, observer).result
    #expect(result.bestTestAccuracy > 0)
    #expect(
      observer.series(.testAccuracy).map(\.value)
        == Array(repeating: result.bestTestAccuracy, count: 3))
    #expect(observer.checkpoints.filter { $0.kind == .best }.map(\.step) == [6])
  }

  @Test func lossesAndHitsAreThoseOfTheLabels() throws {
    // Class 3 is the fifth, class 0 the sixth.
    let outputs: [Float] = [4, 9, 3, 5, 8, 7, 6, 0, 0, 0]
    var configuration = try training(ofOutputs: outputs)
    configuration.labelSmoothing = 0.25
    configuration.recording.metricsEvery = 6
    let observer = RecordingObserver()
    let result = try train(configuration, observer).result

    func labels(_ prefix: String) throws -> [Int] {
      try Data(contentsOf: folder.file("\(prefix)-labels-idx1-ubyte")).dropFirst(8).map(Int.init)
    }
    func share(_ labels: [Int], of classes: Set<Int>) -> Double {
      Double(labels.count { classes.contains($0) }) / Double(labels.count)
    }
    let losses = outputs.map { output in
      log(outputs.reduce(0.0) { $0 + exp(Double($1)) }) - Double(output)
    }
    func mean(_ labels: [Int]) -> Double {
      labels.reduce(0) { $0 + losses[$1] } / Double(labels.count)
    }
    // An epoch takes all of the training images; of the test set the last batch is a half.
    let (learned, test) = (try labels("train"), try labels("t10k"))
    let smoothed = 0.75 * mean(learned) + 0.25 * losses.reduce(0, +) / 10
    for (key, wanted) in [
      (.trainLoss, smoothed), (.trainAccuracy, share(learned, of: [1])), (.testLoss, mean(test)),
      (.testAccuracy, share(test, of: [1])), (.testTop5, share(test, of: [1, 3])),
    ] as [(TrainingMetric, Double)] {
      let found = observer.series(key).map(\.value)
      #expect(found.count == 3 && found.allSatisfy { abs($0 - wanted) < 1e-6 }, "\(key): \(found)")
    }
    #expect(abs(result.testLoss - mean(test)) < 1e-6)
    #expect(result.testAccuracy == share(test, of: [1]))
    #expect(result.testTop5 == share(test, of: [1, 3]))
  }

  /// The last batch of the 40 test images has 8, and the rest of it zeros.
  @Test func histogramsAreOfImagesAlone() throws {
    try SmallDataset.write(to: folder, test: 8)
    let observer = RecordingObserver()
    try train(SmallDataset.configuration(in: folder), observer)
    let ofImages = observer.histograms.filter { $0.quantizer == "stem.input" }
    let pixels = SmallDataset.side * SmallDataset.side
    #expect(ofImages.map { $0.counts.reduce(0, +) } == [16, 8, 8, 8].map { $0 * pixels })
  }

  @Test func noHistogramsAreTakenWhereNoneAreAskedFor() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.recording.histograms = .never
    let observer = RecordingObserver()
    try train(configuration, observer)
    #expect(observer.histograms.isEmpty)
  }

  @Test(
    arguments: [
      (3, 2, "it is of resnet8 with seed 2, this run of resnet8 with seed 1"),
      (4, 1, "its stage1.block1.conv1.input is 4-bit, this run's 3-bit"),
      (nil, 1, "its fc.input is float32, this run's 3-bit"),
    ] as [(Int?, UInt64, String)])
  func aCheckpointOfAnotherRunIsRefused(bits: Int?, seed: UInt64, reason: String) throws {
    var other = SmallDataset.configuration(in: folder, bits: bits, seed: seed)
    other.quantization.firstLastBits = 3
    other.epochs = 1
    var configuration = SmallDataset.configuration(in: folder)
    configuration.quantization.firstLastBits = 3
    let checkpoint = try train(other).result.finalCheckpoint
    let error = #expect(throws: TrainingError.self) {
      _ = try train(configuration, from: checkpoint)
    }
    #expect(error == .unusableCheckpoint(path: checkpoint.path, reason: reason))
  }

  @Test func numbersThatMakeNoSenseAreNamed() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.optimizer.learningRate = .nan
    let error = #expect(throws: TrainingError.self) { _ = try train(configuration) }
    guard case .invalidConfiguration(let field, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(field == "optimizer.learningRate")
  }
}
