import HTTPTypes

/// `METHOD SP TARGET SP HTTP/1.x` (RFC 9112 3), with single spaces.
struct RequestLine {
  var method: HTTPRequest.Method
  var target: RequestTarget
  /// The minor version, 0 or 1; a higher one counts as 1 (RFC 9110 2.5).
  var minorVersion: Int

  init(_ line: Span<UInt8>) throws(ParseError) {
    guard let first = line.firstIndex(of: UInt8(ascii: " ")),
      let second = line.firstIndex(of: UInt8(ascii: " "), from: first + 1),
      second > first + 1
    else { throw .malformedRequestLine }
    method = try Self.method(line.extracting(0..<first))
    minorVersion = try Self.minorVersion(line.extracting((second + 1)..<line.count))
    do {
      target = try RequestTarget(line.extracting((first + 1)..<second), method: method)
    } catch {
      throw .badTarget(error)
    }
  }

  private static func method(_ bytes: Span<UInt8>) throws(ParseError) -> HTTPRequest.Method {
    if bytes.equals("GET") { return .get }
    if bytes.equals("POST") { return .post }
    if bytes.equals("HEAD") { return .head }
    if bytes.equals("CONNECT") { throw .connectUnsupported }
    guard !bytes.isEmpty, bytes.indices.allSatisfy({ bytes[$0].isTokenCharacter }),
      let method = HTTPRequest.Method(bytes.string())
    else { throw .malformedRequestLine }
    return method
  }

  private static func minorVersion(_ bytes: Span<UInt8>) throws(ParseError) -> Int {
    guard bytes.count == 8, bytes.extracting(0..<5).equals("HTTP/"), bytes[5].isDigit,
      bytes[6] == UInt8(ascii: "."), bytes[7].isDigit
    else { throw .malformedVersion }
    guard bytes[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
    return bytes[7] == UInt8(ascii: "0") ? 0 : 1
  }
}
