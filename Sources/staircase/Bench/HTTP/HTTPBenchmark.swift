import Foundation
import HTTP

/// Measures servers with wrk over the loopback: requests a second, latency, processor time a
/// request.
struct HTTPBenchmark {
  /// A server to be measured beside this one, in the same run.
  struct Peer {
    var name: String
    var port: UInt16
  }

  /// What is asked for, one row each with every number of connections.
  let paths: [String]
  /// Kept connections.
  let connections: [Int]
  /// Seconds a round, after one second that warms up.
  let seconds: Int
  /// Rounds of each row, of which the one in the middle counts; servers take turns.
  let rounds: Int
  /// Servers that have the same paths.
  let peers: [Peer]

  /// Runs all rows; hands each on when it is there, with the name of its server.
  func run(_ take: (_ server: String, LoadReport) throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID())")
    try Data((0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    guard let file = try OpenFile(path: url.path) else { throw CocoaError(.fileReadUnknown) }
    let server = try HTTPServer.start(
      ServerConfiguration(
        router: BenchmarkRoutes.router(file: file),
        loops: ProcessInfo.processInfo.activeProcessorCount))
    let servers = [Peer(name: "staircase", port: server.port)] + peers
    do {
      for path in paths {
        for count in connections {
          for (server, report) in try measure(servers, path, connections: count) {
            try take(server, report)
          }
        }
      }
    } catch {
      await server.drain(within: .seconds(1))
      throw error
    }
    await server.drain(within: .seconds(1))
  }

  /// The middle round of each server by requests a second.
  private func measure(
    _ servers: [Peer], _ path: String, connections: Int
  ) throws -> [(server: String, LoadReport)] {
    var reports = [[LoadReport]](repeating: [], count: servers.count)
    for _ in 0..<rounds {
      for (index, server) in servers.enumerated() {
        let posts = path == "/post"
        func load(_ seconds: Int) throws -> LoadReport {
          try WrkLoad(port: server.port, seconds: seconds)
            .run(path, connections: connections, posts: posts)
        }
        _ = try load(1)
        reports[index].append(try load(seconds))
      }
    }
    return zip(servers, reports).map { server, reports in
      let sorted = reports.sorted { $0.requestsPerSecond < $1.requestsPerSecond }
      return (server.name, sorted[sorted.count / 2])
    }
  }
}
