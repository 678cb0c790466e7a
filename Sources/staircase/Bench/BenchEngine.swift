import ArgumentParser
import Experiments
import Foundation
import Training

struct BenchEngine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Times training steps on made-up images, with the share of each part.",
    discussion: """
      Shares are of the time of a step. Quantizers: the passes that quantize, with the batch-norm \
      and ReLU that are part of them. Of peak: the speed of the products beside that of a float32 \
      product of large matrices, measured first; integers, bfloat16 and ways that need fewer products \
      pass it. Recording: what it adds to a step to record every quantizer at the default interval.
      """)

  @Option(
    help: "A network to time: \(EngineBenchmark.models.joined(separator: ", ")). May be repeated.")
  var model = ["resnet20", "resnet18"]

  @Option(help: "Threads to train with; may be repeated (default: 1, and one a core).")
  var threads: [Int] = []

  @Option(help: "Seconds to time each case for.")
  var seconds = 10.0

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func validate() throws {
    guard seconds > 0, seconds <= 3600 else {
      throw ValidationError("--seconds \(seconds) is not above 0 and at most 3600")
    }
    if let threads = threads.first(where: { !(1...1024).contains($0) }) {
      throw ValidationError("--threads \(threads) is not between 1 and 1024")
    }
    if let model = model.first(where: { !EngineBenchmark.models.contains($0) }) {
      throw ValidationError(
        "--model \(model) is not one of \(EngineBenchmark.models.joined(separator: ", "))")
    }
  }

  func run() async throws {
    var table = TextTable([
      ("network", .left), ("arithmetic", .left), ("products", .left), ("batch", .right),
      ("threads", .right), ("images/s", .right), ("ms/step", .right), ("products", .right),
      ("quantizers", .right), ("batch-norm", .right), ("data", .right), ("optimizer", .right),
      ("rest", .right), ("of peak", .right), ("recording", .right),
    ])
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let threads = threads.isEmpty ? (cores > 1 ? [1, cores] : [1]) : threads
    var peaks: [Int: ProductPeak] = [:]
    for what in EngineBenchmark.cases(models: model, threads: threads) {
      let peak = try peaks[what.threads] ?? ProductPeak(threads: what.threads)
      peaks[what.threads] = peak
      let result = try EngineBenchmark.run(what, seconds: seconds, peak: peak)
      if json {
        try Terminal.print(JSONCoding.text(result))
        continue
      }
      let shares = result.shares
      table.append(
        [
          result.model, result.arithmetic, result.precision, "\(result.batchSize)",
          "\(result.threads)", Format.grouped(result.imagesPerSecond),
          Format.decimals(result.milliseconds, 1),
        ]
          + [
            shares.products, shares.quantizers, shares.batchNorm, shares.data, shares.optimizer,
            shares.rest, result.shareOfPeak,
          ].map { Format.percent($0) }
          + [result.recordingShare.map { Format.percent($0) } ?? ""])
    }
    if !json { try Terminal.print(table.rendered()) }
  }
}
