import Foundation
import Networks
import TestSupport
import Training

/// Fashion-MNIST's format in miniature: 8x8 images whose class is the place of a bright square.
enum SmallDataset {
  static let side = 8

  /// Writes the four files into `folder`.
  static func write(to folder: TemporaryFolder, training: Int = 96, test: Int = 40) throws {
    var generator = RandomGenerator(seed: 7)
    for (prefix, count) in [("train", training), ("t10k", test)] {
      var (images, labels): ([UInt8], [UInt8]) = ([], [])
      for _ in 0..<count {
        let label = generator.below(4)
        labels.append(UInt8(label))
        for y in 0..<side {
          for x in 0..<side {
            let isBright = (y / 4) * 2 + x / 4 == label
            images.append(UInt8(generator.below(100) + (isBright ? 155 : 0)))
          }
        }
      }
      try folder.write(
        IDXBytes.file([count, side, side], images), as: "\(prefix)-images-idx3-ubyte")
      try folder.write(IDXBytes.file([count], labels), as: "\(prefix)-labels-idx1-ubyte")
    }
  }

  /// ResNet-8 for three epochs of six steps.
  static func configuration(
    in folder: TemporaryFolder, bits: Int? = 3, threads: Int = 1, seed: UInt64 = 1
  ) -> TrainingConfiguration {
    TrainingConfiguration(
      seed: seed, threads: threads,
      dataset: DatasetConfiguration(
        name: "fashion-mnist", folder: folder.url, augmentation: [.padCrop, .mirror]),
      model: ModelConfiguration(name: "resnet8"),
      quantization: QuantizationConfiguration(
        method: bits == nil ? .none : .lsq, weightBits: bits ?? 8, activationBits: bits ?? 8),
      epochs: 3, batchSize: 16,
      recording: RecordingConfiguration(metricsEvery: 4, stepSizesEvery: 3),
      checkpointEverySteps: 5)
  }

  /// Trains in a new folder within `folder`, from a checkpoint if one is given.
  static func train(
    _ configuration: TrainingConfiguration, in folder: TemporaryFolder,
    _ observer: RecordingObserver = RecordingObserver(), from checkpoint: URL? = nil
  ) throws -> TrainingResult {
    let work = folder.url.appending(path: UUID().uuidString)
    return try TrainingLoop(
      configuration: configuration, workFolder: work, observer: observer
    ).run(resumingFrom: checkpoint)
  }
}
