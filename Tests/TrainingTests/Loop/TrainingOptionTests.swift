import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainingOptionTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallDataset.write(to: folder)
  }

  @discardableResult
  func train(
    _ configuration: TrainingConfiguration, _ observer: RecordingObserver = RecordingObserver(),
    from checkpoint: URL? = nil
  ) throws -> TrainingResult {
    try SmallDataset.train(configuration, in: folder, observer, from: checkpoint)
  }

  func final(_ result: TrainingResult) throws -> Data {
    try Data(contentsOf: result.finalCheckpoint.appending(path: Checkpoint.fileName))
  }

  func configuration(_ method: QuantizationMethod) -> TrainingConfiguration {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.quantization.method = method
    return configuration
  }

  /// The reason of an error that the configuration causes.
  func refusal(_ configuration: TrainingConfiguration) -> (field: String, reason: String)? {
    do {
      try train(configuration)
    } catch TrainingError.invalidConfiguration(let field, let reason) {
      return (field, reason)
    } catch {
      Issue.record("\(error)")
    }
    return nil
  }

  @Test(arguments: [QuantizationMethod.fixed, .minError, .pact, .lsqPlus])
  func everyMethodTrainsAndResumesWithTheSameBits(method: QuantizationMethod) throws {
    var configuration = configuration(method)
    configuration.refitEvery = 4
    let observer = RecordingObserver(copyingInto: folder.url)
    let whole = try train(configuration, observer)
    let checkpoint = try #require(observer.checkpoints.first { $0.step == 10 })
    let resumed = try train(configuration, from: checkpoint.folder)
    #expect(try final(resumed) == final(whole))
    #expect(observer.points.allSatisfy { $0.stepSize > 0 && $0.updateRatio.isFinite })
  }

  /// What the network has learned after an epoch.
  private func learned(
    _ method: QuantizationMethod = .lsq, _ change: Change = { _ in }
  ) throws -> [String: SafetensorsTensor] {
    var configuration = configuration(method)
    configuration.epochs = 1
    configuration.recording.histograms = .never
    change(&configuration)
    return try Checkpoint(folder: train(configuration).finalCheckpoint).tensors
  }

  private typealias Change = (inout TrainingConfiguration) -> Void

  /// A spec's fields without effect are those that change no bit here.
  @Test(arguments: QuantizationMethod.allCases)
  func aMethodReadsItsOwnOptionsAlone(method: QuantizationMethod) throws {
    let usual = try learned(method)
    let (quantizes, learnsSteps) = (method != .none, method == .lsq || method == .lsqPlus)
    let options: [(name: String, isRead: Bool, change: Change)] = [
      ("weightBits", quantizes, { $0.quantization.weightBits = 2 }),
      ("activationBits", quantizes, { $0.quantization.activationBits = 2 }),
      ("firstLastBits", quantizes, { $0.quantization.firstLastBits = 4 }),
      ("layers", quantizes, { $0.quantization.layers = ["stem": LayerBits(weightBits: 4)] }),
      ("gradientScale", learnsSteps, { $0.quantization.gradientScale = .one }),
      ("gradientScaleFactor", learnsSteps, { $0.quantization.gradientScaleFactor = 10 }),
      ("countBatch", learnsSteps, { $0.quantization.countsBatch = true }),
      ("errorMeasure", method == .minError, { $0.quantization.errorMeasure = .mae }),
      ("refitEvery", method == .minError || method == .pact, { $0.refitEvery = 1 }),
      ("clippingDecay", method == .pact, { $0.optimizer.clippingDecay = 0.1 }),
      ("alsoDecay", learnsSteps, { $0.optimizer.alsoDecays = [.stepSizes] }),
    ]
    for option in options {
      #expect((try learned(method, option.change) != usual) == option.isRead, "\(option.name)")
    }
  }

  @Test func everyOtherOptionChangesWhatIsLearned() throws {
    let usual = try learned()
    let options: [(name: String, change: Change)] = [
      ("learningRate", { $0.optimizer.learningRate = 0.02 }),
      ("momentum", { $0.optimizer.momentum = 0.5 }),
      ("weightDecay", { $0.optimizer.weightDecay = 0.01 }),
      ("alsoDecay batch-norm", { $0.optimizer.alsoDecays = [.normalization] }),
      ("alsoDecay biases", { $0.optimizer.alsoDecays = [.biases] }),
      ("clipNorm", { $0.optimizer.clipNorm = 1e-3 }),
      ("schedule", { $0.schedule.shape = .constant }),
      ("warmupSteps", { $0.schedule.warmupSteps = 2 }),
      ("labelSmoothing", { $0.labelSmoothing = 0.1 }),
      ("reestimateBatchNorm", { $0.reestimationBatches = 3 }),
      ("batchSize", { $0.batchSize = 24 }),
      ("mirror", { $0.dataset.augmentation = .padCrop }),
      ("pad-crop", { $0.dataset.augmentation = .mirror }),
    ]
    for option in options {
      #expect(try learned(.lsq, option.change) != usual, "\(option.name)")
    }
    let teacher = try train(configuration(.none)).finalCheckpoint
    func taught(_ change: (inout DistillationConfiguration) -> Void = { _ in }) throws
      -> [String: SafetensorsTensor]
    {
      var distillation = DistillationConfiguration(teacher: teacher)
      change(&distillation)
      return try learned { $0.distillation = distillation }
    }
    let networks = try [
      usual, taught(), taught { $0.temperature = 2 }, taught { $0.weight = 3 },
      taught { $0.labelWeight = 0.5 },
    ]
    for (index, network) in networks.enumerated() {
      #expect(networks[..<index].allSatisfy { $0 != network }, "\(index)")
    }
  }

  @Test func stepSizesMoveAsTheMethodSays() throws {
    func trajectory(_ method: QuantizationMethod, _ id: String) throws -> [Double] {
      var configuration = configuration(method)
      configuration.refitEvery = 6
      configuration.optimizer.learningRate = 0.1
      let observer = RecordingObserver()
      try train(configuration, observer)
      return observer.points.filter { $0.quantizer == id }.map(\.stepSize)
    }
    let id = "stage1.block1.conv1.input"
    #expect(Set(try trajectory(.fixed, id)).count == 1)
    // Points at 0, 3, 6, ...; fits at 0, 6, 12.
    let fitted = try trajectory(.minError, id)
    #expect(fitted[0] == fitted[1] && fitted[2] == fitted[3] && fitted[1] != fitted[2])
    for method in [QuantizationMethod.lsq, .pact, .lsqPlus] {
      #expect(Set(try trajectory(method, id)).count == 6, "\(method)")
    }
  }

  @Test func offsetsAreLearnedAndKept() throws {
    let result = try train(configuration(.lsqPlus))
    let tensors = try Checkpoint(folder: result.finalCheckpoint).tensors
    let offsets = tensors.filter { $0.key.hasSuffix(".offset") && !$0.key.hasPrefix("momentum.") }
    #expect(offsets.count == 9)
    #expect(offsets.values.contains { ($0.floats?.first ?? 0) != 0 })
  }

  @Test func bitsOfALayerThatIsNotThereNameThoseThatAre() throws {
    var configuration = configuration(.lsq)
    configuration.quantization.layers = ["stage9": LayerBits(weightBits: 4)]
    let refused = try #require(refusal(configuration))
    #expect(refused.field == "quantizer.layers")
    #expect(refused.reason.hasPrefix("stage9 is no layer of resnet8; its layers are stem, stage1"))
    configuration.quantization.layers = ["stem": LayerBits(weightBits: 4)]
    let observer = RecordingObserver()
    try train(configuration, observer)
    guard case .quantizers(let quantizers)? = observer.records.first else {
      Issue.record("a run begins with what it trains")
      return
    }
    #expect(quantizers.prefix(2).map(\.bits) == [8, 4])
  }

  @Test func aTeacherIsFollowed() throws {
    let teacher = try train(SmallDataset.configuration(in: folder, bits: nil))
    var configuration = SmallDataset.configuration(in: folder, bits: nil, seed: 3)
    configuration.epochs = 8
    configuration.optimizer.learningRate = 0.05
    configuration.distillation = DistillationConfiguration(
      teacher: teacher.finalCheckpoint, temperature: 2, weight: 5, labelWeight: 0)
    let observer = RecordingObserver()
    try train(configuration, observer)
    let losses = observer.series(.distillationLoss).map(\.value)
    let (first, last) = (try #require(losses.first), try #require(losses.last))
    #expect(last < first / 2)
    // From the teacher's own weights, and in evaluation mode, there is nothing left but
    // batch-norm's noise.
    configuration.start = .weights(teacher.finalCheckpoint)
    configuration.optimizer.learningRate = 0
    let same = RecordingObserver()
    try train(configuration, same)
    #expect(try #require(same.series(.distillationLoss).first?.value) < first)
  }

  @Test func aQuantizedTeacherIsRefused() throws {
    let teacher = try train(SmallDataset.configuration(in: folder, bits: 4))
    var configuration = SmallDataset.configuration(in: folder)
    configuration.distillation = DistillationConfiguration(teacher: teacher.finalCheckpoint)
    #expect(throws: TrainingError.self) { try train(configuration) }
  }

  @Test func aTeacherWithoutNumbersIsNamed() throws {
    let teacher = try train(SmallDataset.configuration(in: folder, bits: nil))
    var weights = try Checkpoint(folder: teacher.finalCheckpoint)
    weights.tensors["norm.running_var"] = SafetensorsTensor(
      [Float](repeating: -1, count: 64), shape: [64])
    try weights.write(to: teacher.finalCheckpoint)
    var configuration = SmallDataset.configuration(in: folder)
    configuration.distillation = DistillationConfiguration(teacher: teacher.finalCheckpoint)
    let error = #expect(throws: TrainingError.self) { try train(configuration) }
    #expect(
      error == .diverged(step: 0, layer: "teacher", reason: "its output is not finite"))
  }

  @Test func aTeacherForOtherImagesIsRefused() throws {
    let quantization = QuantizationConfiguration(weightBits: 2, activationBits: 2)
    let graph = try #require(Architecture.named("resnet8"))
      .graph(inputShape: [28, 28, 1], classes: 10)
    let student = try Network(
      graph, quantization: quantization, batchSize: 1, in: ComputeContext(threads: 1))
    let error = #expect(throws: TrainingError.self) {
      try Teacher(
        DistillationConfiguration(teacher: SafetensorsTests.golden), model: "vgg16bn",
        student: student)
    }
    guard case .invalidConfiguration(let field, let reason)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(field == "distillation.teacher" && reason.contains("not 28 x 28"))
  }

  @Test func aBatchLargerThanTheDataIsRefusedBeforeItTakesMemory() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.batchSize = 1 << 40
    #expect(throws: DataError.self) { try train(configuration) }
  }

  @Test func statisticsTakenAnewAreTheMeanOverTheBatches() throws {
    var configuration = SmallDataset.configuration(in: folder)
    configuration.optimizer.learningRate = 0
    configuration.dataset.augmentation = []
    // Six batches are the whole epoch: the mean is that of all images in any order of theirs.
    configuration.reestimationBatches = 6
    let one = try Checkpoint(folder: train(configuration).finalCheckpoint).tensors
    let name = "stage1.block1.bn1.running_mean"
    configuration.reestimationBatches = 0
    let plain = try Checkpoint(folder: train(configuration).finalCheckpoint).tensors
    configuration.reestimationBatches = 12
    let two = try Checkpoint(folder: train(configuration).finalCheckpoint).tensors
    let (a, b) = (try #require(one[name]?.floats), try #require(two[name]?.floats))
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(plain[name] != one[name])
    #expect(plain["stem.weight"] == one["stem.weight"])
  }

  @Test func gradientNormsAreRecordedWhereTheyAreLimited() throws {
    var configuration = configuration(.lsq)
    configuration.optimizer.clipNorm = 1e-3
    let observer = RecordingObserver()
    try train(configuration, observer)
    #expect(observer.series(.gradientNorm).map(\.step) == [4, 8, 12, 16])
    #expect(observer.series(.gradientNorm).allSatisfy { $0.value > 1e-3 })
  }

  @Test(arguments: [1.0, 1e3, 1e30])
  func stepSizesEndInDivergenceOrStayPositive(rate: Double) throws {
    var configuration = configuration(.lsq)
    configuration.quantization.gradientScale = .one
    configuration.optimizer.learningRate = rate
    let observer = RecordingObserver()
    do {
      try train(configuration, observer)
    } catch TrainingError.diverged(_, let layer, let reason) {
      #expect(!layer.isEmpty && !reason.isEmpty)
    }
    #expect(observer.points.allSatisfy { $0.stepSize > 0 })
  }
}
