package import Experiments
package import Foundation
import Networks
package import Training

extension TrainingConfiguration {
  /// The training that a spec describes.
  ///
  /// - Parameters:
  ///   - start: the weights to start from, already on this machine; nil for random ones.
  ///   - threads: of the products and kernels.
  package init(_ spec: JobSpec, start: URL?, threads: Int) {
    self.init(
      seed: UInt64(spec.seed), threads: threads,
      dataset: DatasetConfiguration(spec.dataset),
      model: ModelConfiguration(name: spec.model.name.rawValue, classes: spec.model.classes),
      quantization: QuantizationConfiguration(spec.quantizer, precision: Precision(spec.precision)),
      start: start.map { .weights($0) } ?? .random,
      optimizer: OptimizerConfiguration(
        learningRate: spec.optimizer.learningRate, momentum: spec.optimizer.momentum,
        weightDecay: spec.optimizer.weightDecay),
      schedule: ScheduleConfiguration(
        shape: ScheduleConfiguration.Shape(spec.schedule.name),
        warmupSteps: spec.schedule.warmupSteps),
      epochs: spec.epochs, batchSize: spec.batchSize,
      recording: RecordingConfiguration(
        metricsEvery: spec.record.metricsEvery, stepSizesEvery: spec.record.stepSizesEvery,
        histograms: spec.record.histogramsEvery == .epoch ? .epoch : .never),
      checkpointEverySteps: spec.checkpoint.everySteps)
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
      gradientScaleFactor: spec.gradientScaleFactor, precision: precision)
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
  fileprivate init(_ name: ScheduleSpec.Name) {
    switch name {
    case .cosine: self = .cosine
    case .constant: self = .constant
    }
  }
}
