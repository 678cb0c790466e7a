import HTTP
import TestSupport

/// Makes requests from pieces of valid and broken ones, and mutates their bytes. The same seed
/// makes the same.
struct RequestGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  private static let lines = [
    "GET / HTTP/1.1", "POST /a?b=c HTTP/1.1", "PUT /%41/b HTTP/1.0", "OPTIONS * HTTP/1.1",
    "GET http://b/c HTTP/1.1", "GET /%zz HTTP/1.1", "GET  / HTTP/1.1", "CONNECT a:1 HTTP/1.1",
    "GET /../ HTTP/1.1", "GET / HTTP/2.0",
  ]
  private static let fields = [
    "Host: a", "Host: b:80", "Content-Length: 5", "Content-Length: 0", "Content-Length: 05",
    "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Connection: close",
    "Connection: keep-alive", "Expect: 100-continue", "X: y", "X : y", " folded", "Cookie: a=b",
    "Accept-Encoding: gzip;q=0.5", "Range: bytes=0-5", "If-None-Match: \"a\", W/\"b\"", "X:",
  ]
  private static let bodies = [
    "", "", "hello", "5\r\nhello\r\n0\r\n\r\n", "5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n", "0\r\n\r\n",
    "fffffffffffffff\r\n", "1\r\nab\r\n", "a\r\n0123456789\r\n000\r\n\r\n",
  ]
  private static let ends = [
    "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n",
  ]
  private static let bytes: [UInt8] = Array("\r\n\0 \t:;,%/.\"0aZ\u{7F}".utf8) + [0x80, 0xC3, 0xFF]

  private mutating func random(_ bound: Int) -> Int {
    Int(generator.next() % UInt64(bound))
  }

  private mutating func pick(_ list: [String]) -> String { list[random(list.count)] }

  /// One to three requests, sometimes with broken bytes.
  mutating func next() -> [UInt8] {
    var text = ""
    for _ in 0...random(3) {
      let isRegular = random(3) > 0
      let end = isRegular ? "\r\n" : pick(Self.ends)
      text += (isRegular ? Self.lines[random(3)] : pick(Self.lines)) + end
      if isRegular { text += "Host: a\r\n" }
      for _ in 0..<random(4) {
        text += pick(Self.fields) + (isRegular ? end : pick(Self.ends))
      }
      text += end + pick(Self.bodies)
    }
    var bytes = Array(text.utf8)
    for _ in 0..<(random(2) * random(4)) {
      let place = random(bytes.count)
      switch random(3) {
      case 0: bytes[place] = Self.bytes[random(Self.bytes.count)]
      case 1: bytes.insert(Self.bytes[random(Self.bytes.count)], at: place)
      default: bytes.remove(at: place)
      }
      if bytes.isEmpty { bytes = [13] }
    }
    return bytes
  }

  /// Up to six places to cut.
  mutating func cuts(of bytes: [UInt8]) -> [Int] {
    (0...random(6)).map { _ in random(bytes.count + 1) }.sorted()
  }

  /// What may follow the first slash of a path.
  mutating func path() -> [UInt8] {
    (0...random(6)).flatMap { _ in Array(pick(Self.pathParts).utf8) }
  }

  private static let pathParts = [
    "a", "b.c", ".", "..", "/", "/", "%2e", "%2E", "%2f", "%5c", "%00", "%", "%4", "%41", "%C3%A9",
    "%c0%ae", "\\", "?", "a=b", "+", "&", "%0a", "~", "é", "\u{7F}",
  ]

  /// A `Range` or something near it.
  mutating func range() -> String {
    (random(8) > 0 ? "bytes=" : "") + (0...random(4)).map { _ in pick(Self.rangeParts) }.joined()
  }

  private static let rangeParts = [
    "-", "-", "0", "1", "5", "49", "50", "99999999999999999999", ",", " ", "a", "+",
  ]

  mutating func number(below bound: Int) -> Int { random(bound) }
}
