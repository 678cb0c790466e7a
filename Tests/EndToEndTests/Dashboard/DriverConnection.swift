import Foundation

/// One HTTP exchange with chromedriver, over a socket of its own.
///
/// chromedriver writes `Content-Length:249`, without a space. RFC 9112 (5.1) permits that, but
/// Foundation's URLSession on Linux fails on such a field ("Failed writing header").
enum DriverConnection {
  enum Failure: Error {
    case endedEarly(port: Int, bytes: Int)
  }

  private static let queue = DispatchQueue(label: "driver", attributes: .concurrent)

  /// Sends a request and returns status and body of the answer. Blocks a thread of its own queue.
  static func exchange(
    port: Int, method: String, path: String, body: Data
  ) async throws -> (status: Int, body: Data) {
    let head = """
      \(method) \(path) HTTP/1.1\r
      Host: 127.0.0.1:\(port)\r
      Content-Type: application/json\r
      Content-Length: \(body.count)\r
      Connection: close\r
      \r

      """
    return try await withCheckedThrowingContinuation { continuation in
      queue.async {
        continuation.resume(
          with: Result { try exchange(port: port, message: Array(head.utf8) + Array(body)) })
      }
    }
  }

  private static func exchange(port: Int, message: [UInt8]) throws -> (Int, Data) {
    // Longer than any script may take.
    let connection = try RawConnection(port: port, patience: 300)
    try connection.send(message)
    var answer: [UInt8] = []
    while true {
      let more = try connection.receive()
      answer += more
      if let complete = parse(answer) { return complete }
      guard !more.isEmpty else { throw Failure.endedEarly(port: port, bytes: answer.count) }
    }
  }

  /// Status and body, once the answer is complete.
  private static func parse(_ answer: [UInt8]) -> (Int, Data)? {
    guard let gap = answer.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: answer[..<gap.lowerBound], as: UTF8.self)
    guard let status = head.firstMatch(of: /^HTTP\/1\.1 (\d{3})/),
      let length = head.firstMatch(of: /content-length: *(\d+)/.ignoresCase()),
      let code = Int(status.1), let bytes = Int(length.1),
      answer.count >= gap.upperBound + bytes
    else { return nil }
    return (code, Data(answer[gap.upperBound..<gap.upperBound + bytes]))
  }
}
