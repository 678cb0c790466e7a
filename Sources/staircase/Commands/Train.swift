import ArgumentParser
import Experiments
import Foundation
import Training
import Worker

struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains one job without a service.",
    discussion: """
      Writes metrics.ndjson, step-sizes.ndjson, histograms.ndjson and the checkpoints into the \
      folder of --out.
      """)

  @Argument(help: "A file with the job's spec as JSON; - for standard input.")
  var spec: String?

  @Option(help: "Folder for what the training records and its checkpoints.")
  var out = "train"

  @Option(help: "Threads to train with (default: one a core).")
  var threads: Int?

  @Flag(help: "Print the spec with every default and end; without a spec, that of ResNet-20.")
  var printSpec = false

  func validate() throws {
    if spec == nil, !printSpec {
      throw ValidationError("which spec? Give a file, or - for standard input")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is not between 1 and 1024")
    }
  }

  func run() async throws {
    let job =
      try spec.map { try JobSpec(json: SpecFile.read($0)) }
      ?? JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20)
    if printSpec { return try Terminal.print(JSONText.pretty(job)) }
    let folder = URL(filePath: out, directoryHint: .isDirectory)
    let configuration = TrainingConfiguration(
      job, start: try TrainingFiles.weights("/start", of: job),
      teacher: try TrainingFiles.weights("/distillation/teacher", of: job),
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    let observer = try TrainingFiles(folder: folder)
    let loop = try TrainingLoop(
      configuration: configuration, workFolder: folder, observer: observer)
    let result = try loop.run()
    observer.end()
    try Terminal.print(
      """
      test accuracy  \(Format.percent(result.testAccuracy, digits: 2))
      model bytes    \(Format.grouped(result.modelBytes))
      images/s       \(Format.grouped(Int(result.imagesPerSecond)))
      seconds        \(Format.decimals(result.seconds, 1))
      checkpoint     \(result.finalCheckpoint.path)
      """)
  }
}
