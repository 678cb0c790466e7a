import ArgumentParser
import Experiments
import Foundation

struct BenchHTTP: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "http",
    abstract: "Times the HTTP server under the load of wrk (Debian's package of that name).",
    discussion: """
      wrk runs on the same cores, so the processor time of a request is the fair figure. \
      Tests/Peers/compare runs it beside Hummingbird 2 and nginx.
      """
  )

  @Option(help: "Seconds to time each round for.")
  var seconds = 5

  @Option(help: "Rounds of each case, of which the one in the middle counts.")
  var rounds = 1

  @Option(help: "Kept connections, with commas between.")
  var connections = "1,64,512"

  @Option(help: "What to ask for, with commas between.")
  var paths = "/json,/json-blocking,/file,/post"

  @Option(
    help: "NAME=PORT of a server with the same paths on this machine; several times for several.")
  var peer: [String] = []

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func validate() throws {
    guard (1...3600).contains(seconds) else {
      throw ValidationError("--seconds \(seconds) is not between 1 and 3600")
    }
    guard (1...99).contains(rounds) else {
      throw ValidationError("--rounds \(rounds) is not between 1 and 99")
    }
    _ = try (parsedConnections(), parsedPeers())
  }

  func run() async throws {
    let benchmark = try HTTPBenchmark(
      paths: paths.split(separator: ",").map(String.init), connections: parsedConnections(),
      seconds: seconds, rounds: rounds, peers: parsedPeers())
    var table = TextTable([
      ("path", .left), ("connections", .right), ("server", .left), ("requests/s", .right),
      ("of ours", .right), ("p50 ms", .right), ("p99 ms", .right), ("p99.9 ms", .right),
      ("us/request", .right), ("errors", .right),
    ])
    var ours = 0.0
    try await benchmark.run { server, report in
      if json {
        return try Terminal.print(JSONCoding.text(Row(server: server, report: report)))
      }
      let isOurs = server == "staircase"
      if isOurs { ours = report.requestsPerSecond }
      table.append([
        report.path, "\(report.connections)", server,
        Format.grouped(report.requestsPerSecond),
        isOurs ? "" : Format.decimals(report.requestsPerSecond / ours, 2),
        Format.decimals(report.p50, 2), Format.decimals(report.p99, 2),
        Format.decimals(report.p999, 2),
        isOurs ? Format.decimals(report.processorMicroseconds, 1) : "", "\(report.errors)",
      ])
    }
    if !json { try Terminal.print(table.rendered()) }
  }

  private struct Row: Encodable {
    var server: String
    var report: LoadReport
  }

  private func parsedConnections() throws -> [Int] {
    try connections.split(separator: ",").map {
      guard let count = Int($0), count > 0 else {
        throw ValidationError("--connections \(connections) is not like 1,64,512")
      }
      return count
    }
  }

  private func parsedPeers() throws -> [HTTPBenchmark.Peer] {
    try peer.map { text in
      let parts = text.split(separator: "=").map(String.init)
      guard parts.count == 2, let port = UInt16(parts[1]) else {
        throw ValidationError("--peer \(text) is not like nginx=8082")
      }
      return HTTPBenchmark.Peer(name: parts[0], port: port)
    }
  }
}
