import Foundation
import Glibc

/// One HTTP exchange with chromedriver, over a socket of its own.
///
/// chromedriver writes `Content-Length:249`, without a space. RFC 9112 (5.1) permits that, but
/// Foundation's URLSession on Linux fails on such a field ("Failed writing header").
enum DriverConnection {
  enum Failure: Error {
    case unreachable(port: Int, errno: Int32)
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
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure.unreachable(port: port, errno: errno) }

    var sent = 0
    while sent < message.count {
      let count = message[sent...].withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw Failure.unreachable(port: port, errno: errno) }
      sent += count
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      if count > 0 { answer += buffer[..<count] }
      if let complete = parse(answer) { return complete }
      guard count > 0 else { throw Failure.endedEarly(port: port, bytes: answer.count) }
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
