import ArgumentParser
import Foundation
import HTTP

struct BenchHTTP: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "http",
    abstract: "Times the HTTP server under the load of wrk (Debian's package of that name).",
    discussion: "wrk runs on the same cores, so the processor time of a request is the fair figure."
  )

  @Option(help: "Seconds to time each case for.")
  var seconds = 5

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func validate() throws {
    guard (1...3600).contains(seconds) else {
      throw ValidationError("--seconds \(seconds) is not between 1 and 3600")
    }
  }

  func run() async throws {
    var benchmark = HTTPBenchmark()
    benchmark.seconds = seconds
    var table = TextTable([
      ("path", .left), ("connections", .right), ("requests/s", .right), ("p50 ms", .right),
      ("p99 ms", .right), ("p99.9 ms", .right), ("us/request", .right), ("errors", .right),
    ])
    try await benchmark.run { report in
      if json {
        Terminal.print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        return
      }
      table.append([
        report.path, "\(report.connections)", Format.grouped(Int(report.requestsPerSecond)),
        Format.decimals(report.p50, 2), Format.decimals(report.p99, 2),
        Format.decimals(report.p999, 2), Format.decimals(report.processorMicroseconds, 1),
        "\(report.errors)",
      ])
    }
    if !json { Terminal.print(table.rendered()) }
  }
}
