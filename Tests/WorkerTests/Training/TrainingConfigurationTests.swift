import Experiments
import Foundation
import Networks
import Tensors
import Testing
import Training

import Worker

struct TrainingConfigurationTests {
  /// A spec in which no field that training reads is at its default.
  private static let spec = """
    {"seed": 7, "epochs": 5, "batchSize": 64, "labelSmoothing": 0.1, "reestimateBatchNorm": 8,
      "dataset": {"name": "mnist", "path": "/images", "augment": ["mirror"]},
      "model": {"name": "vgg-small", "classes": 12}, "start": {"from": "file", "path": "/start"},
      "distillation": {"teacher": {"from": "file", "path": "/teacher"}, "temperature": 2,
        "weight": 3, "labelWeight": 0.5},
      "quantizer": {"method": "pact", "weightBits": 2, "activationBits": 3, "firstLastBits": 7,
        "gradientScale": "1/sqrt(N)", "gradientScaleFactor": 10, "countBatch": true,
        "errorMeasure": "kl", "refitEvery": 11, "clippingDecay": 0.25,
        "layers": {"a": {"weightBits": 5}, "b": {"activationBits": 6}}},
      "precision": "float32",
      "optimizer": {"learningRate": 0.5, "momentum": 0.75, "weightDecay": 0.125, "clipNorm": 4,
        "alsoDecay": ["batch-norm", "biases"]},
      "schedule": {"name": "step", "milestones": [1.5, 3], "gamma": 0.2, "warmupSteps": 9},
      "record": {"metricsEvery": 13, "stepSizesEvery": 14, "histogramsEvery": "never"},
      "checkpoint": {"everySteps": 15}}
    """

  @Test("Each field of a spec is that of the training")
  func fields() throws {
    let (start, teacher) = (URL(filePath: "/start"), URL(filePath: "/teacher"))
    let expected = TrainingConfiguration(
      seed: 7, threads: 2,
      dataset: DatasetConfiguration(
        name: "mnist", folder: URL(filePath: "/images", directoryHint: .isDirectory),
        augmentation: .mirror),
      model: ModelConfiguration(name: "vgg-small", classes: 12),
      quantization: QuantizationConfiguration(
        method: .pact, weightBits: 2, activationBits: 3, firstLastBits: 7,
        gradientScale: .inverseRootCount, gradientScaleFactor: 10, countsBatch: true,
        errorMeasure: .kl,
        layers: ["a": LayerBits(weightBits: 5), "b": LayerBits(activationBits: 6)],
        precision: .float32),
      refitEvery: 11, start: .weights(start),
      distillation: DistillationConfiguration(
        teacher: teacher, temperature: 2, weight: 3, labelWeight: 0.5),
      optimizer: OptimizerConfiguration(
        learningRate: 0.5, momentum: 0.75, weightDecay: 0.125,
        alsoDecays: [.normalization, .biases], clippingDecay: 0.25, clipNorm: 4),
      schedule: ScheduleConfiguration(
        shape: .step(milestones: [1.5, 3], gamma: 0.2), warmupSteps: 9),
      labelSmoothing: 0.1, epochs: 5, batchSize: 64, reestimationBatches: 8,
      recording: RecordingConfiguration(
        metricsEvery: 13, stepSizesEvery: 14, histograms: .never), checkpointEverySteps: 15)
    let spec = try JobSpec(json: Data(Self.spec.utf8))
    #expect(
      TrainingConfiguration(spec, start: start, teacher: teacher, threads: 2) == expected)
  }

  /// A field that comes to the spec must come to the one above, or be named here.
  @Test("What is at its default above says only where and when the job is trained")
  func untouchedFields() throws {
    let spec = Self.leaves(of: try JSONValue(encoding: JobSpec(json: Data(Self.spec.utf8))))
    let usual = Self.leaves(
      of: try JSONValue(encoding: JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)))
    #expect(
      usual.keys.filter { spec[$0] == usual[$0] }.sorted() == [
        "/after", "/experiment", "/kind", "/maxAttempts", "/needs/instructionSet",
        "/needs/memoryBytes", "/needs/threads", "/notBefore", "/optimizer/name", "/priority",
        "/timeoutSeconds",
      ])
  }

  /// What is no object, by its place.
  private static func leaves(of value: JSONValue, at place: String = "") -> [String: JSONValue] {
    guard case .object(let members) = value else { return [place: value] }
    return members.reduce(into: [:]) { leaves, member in
      leaves.merge(Self.leaves(of: member.value, at: "\(place)/\(member.key)")) { $1 }
    }
  }

  @Test("A word of a spec is that of the engine")
  func words() throws {
    func configuration(_ change: (inout JobSpec) -> Void) throws -> TrainingConfiguration {
      var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
      change(&spec)
      return TrainingConfiguration(spec, start: nil, teacher: nil, threads: 1)
    }
    for word in QuantizerSpec.Method.allCases {
      let found = try configuration { $0.quantizer.method = word }.quantization.method
      #expect(found.rawValue == word.rawValue)
    }
    for word in QuantizerSpec.GradientScale.allCases {
      let found = try configuration { $0.quantizer.gradientScale = word }.quantization
      #expect(found.gradientScale.rawValue == word.rawValue)
    }
    for word in QuantizerSpec.ErrorMeasure.allCases {
      let found = try configuration { $0.quantizer.errorMeasure = word }.quantization
      #expect(found.errorMeasure.rawValue == word.rawValue)
    }
    for word in JobSpec.Precision.allCases {
      let found = try configuration { $0.precision = word }.quantization.precision
      #expect(found.rawValue == word.rawValue)
    }
    for word in RecordSpec.HistogramInterval.allCases {
      let found = try configuration { $0.record.histogramsEvery = word }.recording.histograms
      #expect(found.rawValue == word.rawValue)
    }
    #expect(try configuration { $0.dataset.augment = [.padCrop] }.dataset.augmentation == .padCrop)
    #expect(
      try configuration { $0.optimizer.alsoDecay = [.stepSizes] }.optimizer.alsoDecays
        == [.stepSizes])
    #expect(try configuration { $0.schedule.name = .constant }.schedule.shape == .constant)
    #expect(try configuration { $0.schedule.name = .cosine }.schedule.shape == .cosine)
    #expect(try configuration { _ in }.start == .random)
  }
}
