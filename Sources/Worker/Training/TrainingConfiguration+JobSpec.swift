package import Experiments
package import Foundation
import Networks
import Tensors
package import Training

extension TrainingConfiguration {
  /// The training that a spec describes.
  ///
  /// - Parameters:
  ///   - start: the weights to start from, already on this machine; nil for random ones.
  ///   - teacher: those of the teacher; not nil if the spec has one.
  ///   - threads: of the products and kernels.
  package init(_ spec: JobSpec, start: URL?, teacher: URL?, threads: Int) {
    self.init(
      seed: UInt64(spec.seed), threads: threads,
      dataset: DatasetConfiguration(spec.dataset),
      model: ModelConfiguration(name: spec.model.name.rawValue, classes: spec.model.classes),
      quantization: QuantizationConfiguration(spec.quantizer, precision: Precision(spec.precision)),
      refitEvery: spec.quantizer.refitEvery,
      start: start.map { .weights($0) } ?? .random,
      distillation: spec.distillation.map { distillation in
        guard let teacher else { preconditionFailure("no weights for \(distillation.teacher)") }
        return DistillationConfiguration(distillation, teacher: teacher)
      },
      optimizer: OptimizerConfiguration(
        spec.optimizer, clippingDecay: spec.quantizer.clippingDecay),
      schedule: ScheduleConfiguration(
        shape: ScheduleConfiguration.Shape(spec.schedule),
        warmupSteps: spec.schedule.warmupSteps),
      labelSmoothing: spec.labelSmoothing, epochs: spec.epochs, batchSize: spec.batchSize,
      reestimationBatches: spec.reestimateBatchNorm,
      recording: RecordingConfiguration(
        metricsEvery: spec.record.metricsEvery, stepSizesEvery: spec.record.stepSizesEvery,
        histograms: spec.record.histogramsEvery == .epoch ? .epoch : .never),
      checkpointEverySteps: spec.checkpoint.everySteps)
  }
}

extension DistillationConfiguration {
  fileprivate init(_ spec: DistillationSpec, teacher: URL) {
    self.init(
      teacher: teacher, temperature: spec.temperature, weight: spec.weight,
      labelWeight: spec.labelWeight)
  }
}

extension OptimizerConfiguration {
  fileprivate init(_ spec: OptimizerSpec, clippingDecay: Double) {
    let alsoDecays = spec.alsoDecay.map { decayed -> Decayed in
      switch decayed {
      case .stepSizes: .stepSizes
      case .batchNorm: .normalization
      case .biases: .biases
      }
    }
    self.init(
      learningRate: spec.learningRate, momentum: spec.momentum, weightDecay: spec.weightDecay,
      alsoDecays: Set(alsoDecays), clippingDecay: clippingDecay, clipNorm: spec.clipNorm)
  }
}

extension DatasetConfiguration {
  fileprivate init(_ spec: DatasetSpec) {
    var augmentation: Augmentation = []
    for step in spec.augment {
      switch step {
      case .padCrop: augmentation.insert(.padCrop)
      case .mirror: augmentation.insert(.mirror)
      }
    }
    self.init(
      name: spec.name.rawValue,
      folder: spec.path.map { URL(filePath: $0, directoryHint: .isDirectory) },
      augmentation: augmentation)
  }
}

extension QuantizationConfiguration {
  fileprivate init(_ spec: QuantizerSpec, precision: Precision) {
    self.init(
      method: QuantizationMethod(spec.method), weightBits: spec.weightBits,
      activationBits: spec.activationBits, firstLastBits: spec.firstLastBits,
      gradientScale: GradientScale(spec.gradientScale),
      gradientScaleFactor: spec.gradientScaleFactor, countsBatch: spec.countBatch,
      errorMeasure: ErrorMeasure(spec.errorMeasure),
      layers: spec.layers.mapValues {
        LayerBits(weightBits: $0.weightBits, activationBits: $0.activationBits)
      }, precision: precision)
  }
}

extension Precision {
  fileprivate init(_ precision: JobSpec.Precision) {
    switch precision {
    case .float32: self = .float32
    case .mixed: self = .mixed
    }
  }
}

extension QuantizationMethod {
  fileprivate init(_ method: QuantizerSpec.Method) {
    switch method {
    case .none: self = .none
    case .lsq: self = .lsq
    case .fixed: self = .fixed
    case .minError: self = .minError
    case .pact: self = .pact
    case .lsqPlus: self = .lsqPlus
    }
  }
}

extension ErrorMeasure {
  fileprivate init(_ measure: QuantizerSpec.ErrorMeasure) {
    switch measure {
    case .mae: self = .mae
    case .mse: self = .mse
    case .kl: self = .kl
    }
  }
}

extension GradientScale {
  fileprivate init(_ scale: QuantizerSpec.GradientScale) {
    switch scale {
    case .full: self = .inverseRootCountTimesLevels
    case .count: self = .inverseRootCount
    case .one: self = .one
    }
  }
}

extension ScheduleConfiguration.Shape {
  fileprivate init(_ spec: ScheduleSpec) {
    switch spec.name {
    case .cosine: self = .cosine
    case .step: self = .step(milestones: spec.milestones, gamma: spec.gamma)
    case .constant: self = .constant
    }
  }
}
