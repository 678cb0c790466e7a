import HTTPTypes
import Testing

import HTTP

/// Made-up requests: whatever comes, whole and split feeding agree, and nothing crashes.
@Suite struct ParserFuzzTests {
  @Test(arguments: 0..<8 as Range<UInt64>)
  func wholeAndSplitFeedingAgree(_ seed: UInt64) {
    var generator = RequestGenerator(seed: seed)
    for _ in 0..<500 {
      let bytes = generator.next()
      let whole = ParserRun(bytes)
      let cuts = generator.cuts(of: bytes)
      let split = ParserRun(bytes, cuts: cuts)
      if whole != split {
        Issue.record("seed \(seed), cuts \(cuts): \(whole) and \(split) for \(bytes)")
        return
      }
    }
  }

  @Test func makesGoodAndBadRequests() {
    var generator = RequestGenerator(seed: 99)
    var good = 0
    var errors = Set<String>()
    for _ in 0..<2_000 {
      let run = ParserRun(generator.next())
      good += run.requests.count
      if let error = run.error { errors.insert("\(error)") }
    }
    #expect(good > 500)
    #expect(errors.count > 20)
  }

  @Test func otherReadersTakeAnything() {
    var generator = RequestGenerator(seed: 7)
    for _ in 0..<2_000 {
      let text = String(decoding: generator.next().prefix(60), as: UTF8.self)
      if case .part(let range) = ByteRange("bytes=" + text, size: 1_000) {
        #expect(range.upperBound <= 1_000 && !range.isEmpty)
      }
      _ = ByteRange(text, size: 0)
      _ = AcceptEncoding.allowsGzip(text)
      _ = EntityTags.matchesWeakly(text, "\"a\"")
      if let second = HTTPDate.second(text) {
        #expect(HTTPDate.text(second).hasSuffix(String(text.suffix(25))))
      }
      let request = Request(
        method: .get, path: "/", headers: [.cookie: text, .authorization: text])
      _ = request.cookie("a")
      _ = request.bearerToken
    }
  }
}
