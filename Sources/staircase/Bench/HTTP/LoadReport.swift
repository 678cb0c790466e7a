/// What a load generator measured of one path at one number of connections.
struct LoadReport: Encodable {
  let path: String
  let connections: Int
  let requestsPerSecond: Double
  /// Milliseconds that so many per cent of the requests did not exceed.
  let p50: Double
  let p99: Double
  let p999: Double
  /// Requests that failed or were not answered with 2xx.
  let errors: Int
  /// Processor time of the server for a request, in microseconds; the fair figure when load and
  /// server share the cores.
  let processorMicroseconds: Double

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
