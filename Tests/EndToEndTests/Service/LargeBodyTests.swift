import Client
import Experiments
import Foundation
import Testing

/// Bodies far larger than the memory they may take.
@Suite(.timeLimit(.minutes(5)))
struct LargeBodyTests {
  /// `LARGE_BYTES=2147483648 swift test -c release --filter LargeBody` makes it two gibibytes.
  private static let size =
    ProcessInfo.processInfo.environment["LARGE_BYTES"].flatMap { Int($0) } ?? 128 << 20

  @Test("An upload and a download of any size take less than 32 MB each")
  func bounded() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let run = try await service.client.createRun(RunRequest(name: "large", experiment: "tests"))
    let port = try #require(service.url.port)
    let path = "/api/v1/runs/\(run.id)/artifacts/large.bin"
    let before = try ProcessState(pid: service.pid).memory
    var most = before
    func look() throws { most = max(most, try ProcessState(pid: service.pid).memory) }

    let up = try RawConnection(port: port)
    try up.send(
      "PUT \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(Self.size)\r\n"
        + "Connection: close\r\n\r\n")
    let piece = [UInt8](repeating: 7, count: 4 << 20)
    for _ in 0..<(Self.size / piece.count) {
      try up.send(piece)
      try look()
    }
    #expect(String(decoding: try up.rest(), as: UTF8.self).hasPrefix("HTTP/1.1 201"))

    let down = try RawConnection(port: port)
    try down.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    var received = 0
    while true {
      let count = try down.receive().count
      if count == 0 { break }
      // Whenever another part has come.
      if (received + count) / piece.count > received / piece.count { try look() }
      received += count
    }
    #expect(received > Self.size && received < Self.size + 1_000)
    print("\(Self.size) bytes up and down: \((most - before) >> 10) KiB of memory")
    #expect(most - before < 32 << 20)
  }
}
