import HTTPTypes
import Testing

import HTTP

@Suite struct ResponseHeadEncoderTests {
  private func encode(
    _ status: HTTPResponse.Status, _ headers: HTTPFields,
    _ framing: ResponseHeadEncoder.Framing, _ persistence: ResponseHeadEncoder.Persistence
  ) -> String {
    var encoder = ResponseHeadEncoder(defaultHeaders: [
      .server: "s", .xContentTypeOptions: "nosniff",
    ])
    encoder.setTime(second: 784_111_777)
    var bytes: [UInt8] = []
    encoder.encode(status, headers, framing: framing, persistence: persistence, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

  @Test func writesFieldsOverDefaults() {
    #expect(
      encode(.ok, [.contentType: "a/b", .server: "own"], .length(0), .kept)
        == "HTTP/1.1 200 OK\r\n\(date)Content-Type: a/b\r\nServer: own\r\n"
        + "X-Content-Type-Options: nosniff\r\nContent-Length: 0\r\n\r\n")
  }

  @Test func framesAsToldOnly() {
    let lies: HTTPFields = [
      .contentLength: "7", .transferEncoding: "x", .connection: "y", .date: "z",
    ]
    let rest = "Server: s\r\nX-Content-Type-Options: nosniff\r\n"
    #expect(
      encode(.created, lies, .chunked, .closed)
        == "HTTP/1.1 201 Created\r\n\(date)\(rest)"
        + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    #expect(
      encode(.noContent, lies, .none, .keptExplicitly)
        == "HTTP/1.1 204 No Content\r\n\(date)\(rest)Connection: keep-alive\r\n\r\n")
    #expect(
      encode(.ok, [:], .length(1_234_567_890_123), .kept)
        .contains("Content-Length: 1234567890123\r\n"))
  }

  @Test func cannotBeSplitByAValue() {
    let text = encode(.ok, [.location: "/a\r\nX: y"], .length(0), .kept)
    #expect(!text.contains("\r\nX: y"))
  }
}
