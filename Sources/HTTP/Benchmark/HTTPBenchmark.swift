import Foundation

/// Measures the server with wrk over the loopback: requests a second, latency, processor time a request.
package struct HTTPBenchmark: Sendable {
  /// Kept connections, one row each.
  package var connections = [1, 64, 512]
  /// Seconds a run, after one second that warms up.
  package var seconds = 5
  /// Event loops of the server.
  package var loops: Int

  package init(loops: Int = ProcessInfo.processInfo.activeProcessorCount) {
    self.loops = loops
  }

  /// Runs all rows; hands each on when it is there.
  package func run(_ take: (LoadReport) throws -> Void) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID())")
    try Data((0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    guard let file = OpenFile(path: url.path) else { throw CocoaError(.fileReadUnknown) }
    let server = try HTTPServer.start(
      ServerConfiguration(router: BenchmarkRoutes.router(file: file), loops: loops))
    let paths = [("/json", false), ("/json-blocking", false), ("/file", false), ("/post", true)]
    do {
      for (path, posts) in paths {
        for count in connections {
          _ = try WrkLoad(port: server.port, seconds: 1).run(path, connections: count, posts: posts)
          try take(
            WrkLoad(port: server.port, seconds: seconds).run(path, connections: count, posts: posts)
          )
        }
      }
    } catch {
      await server.drain(within: .seconds(1))
      throw error
    }
    await server.drain(within: .seconds(1))
  }
}
