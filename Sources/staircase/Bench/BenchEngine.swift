import ArgumentParser
import Foundation
import Training

struct BenchEngine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine",
    abstract: "Times training steps on made-up images, with the share of each part.",
    discussion: "A share is of the time of a step; optimizer and data include their waiting.")

  @Option(help: "Threads to train with (default: one a core).")
  var threads: Int?

  @Option(help: "Seconds to time each case for.")
  var seconds = 10.0

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func validate() throws {
    guard seconds > 0, seconds <= 3600 else {
      throw ValidationError("--seconds \(seconds) is not between 0 and 3600")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is not between 1 and 1024")
    }
  }

  func run() async throws {
    var table = TextTable([
      ("network", .left), ("arithmetic", .left), ("batch", .right), ("threads", .right),
      ("images/s", .right), ("ms/step", .right), ("products", .right),
      ("quantize+norm", .right), ("optimizer", .right), ("data", .right), ("GFLOP/s", .right),
    ])
    let cores = ProcessInfo.processInfo.activeProcessorCount
    for what in EngineBenchmark.standardCases(threads: threads ?? cores) {
      let result = try EngineBenchmark.run(what, seconds: seconds)
      if json {
        Terminal.print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
        continue
      }
      table.append([
        result.model, result.arithmetic, "\(result.batchSize)", "\(result.threads)",
        Format.grouped(Int(result.imagesPerSecond)), Format.decimals(result.milliseconds, 1),
        Format.percent(result.products), Format.percent(result.activations + result.reductions),
        Format.percent(result.optimizer), Format.percent(result.data),
        Format.grouped(Int(result.productGigaflops)),
      ])
    }
    if !json { Terminal.print(table.rendered()) }
  }
}
