/// What a load generator measured of one path at one number of connections.
package struct LoadReport: Sendable, Codable, Equatable {
  package var path: String
  package var connections: Int
  package var requestsPerSecond: Double
  /// Milliseconds that so many per cent of the requests did not exceed.
  package var p50: Double
  package var p99: Double
  package var p999: Double
  /// Requests that failed or were not answered with 2xx.
  package var errors: Int
  /// Processor time of the server for a request, in microseconds; the fair figure when load and server
  /// share the cores.
  package var processorMicroseconds: Double

  /// Reads the last line of wrk's output as ``WrkLoad`` has it written.
  init?(line: Substring, path: String, connections: Int, processorSeconds: Double) {
    let numbers = line.split(separator: " ").compactMap { Double($0) }
    guard numbers.count == 6, numbers[0] > 0 else { return nil }
    self.path = path
    self.connections = connections
    requestsPerSecond = numbers[0] / numbers[1] * 1e6
    p50 = numbers[2] / 1_000
    p99 = numbers[3] / 1_000
    p999 = numbers[4] / 1_000
    errors = Int(numbers[5])
    processorMicroseconds = processorSeconds / numbers[0] * 1e6
  }
}
