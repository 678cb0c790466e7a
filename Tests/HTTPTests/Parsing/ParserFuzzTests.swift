import Foundation
import HTTP
import HTTPTypes
import Testing

/// Made-up requests: whatever comes, whole and split feeding agree, and nothing crashes.
///
/// `FUZZ_INPUTS=10000000 swift test -c release --filter Fuzz` makes a long run of it.
@Suite struct ParserFuzzTests {
  private static let seeds: Range<UInt64> = 0..<8

  /// Inputs a seed.
  private static let count =
    (ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap { Int($0) } ?? 4_000)
    / seeds.count

  @Test(arguments: seeds)
  func wholeAndSplitFeedingAgree(_ seed: UInt64) {
    var generator = RequestGenerator(seed: seed)
    for _ in 0..<Self.count {
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

  @Test(arguments: seeds)
  func acceptedPathsAreSafe(_ seed: UInt64) {
    var generator = RequestGenerator(seed: seed)
    for _ in 0..<Self.count {
      let bytes = Array("/".utf8) + generator.path()
      guard let target = try? RequestTarget(bytes.span, method: .get) else { continue }
      let segments = target.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
      let isSafe =
        target.path.hasPrefix("/") && !segments.contains { $0 == "." || $0 == ".." }
        && !segments.dropLast().contains("")
        && !target.path.unicodeScalars.contains {
          $0 == "\\" || $0.value < 0x20 || $0.value == 0x7F
        }
      if !isSafe {
        Issue.record("seed \(seed): \(target.path) of \(bytes)")
        return
      }
    }
  }

  @Test(arguments: seeds)
  func rangesLieInside(_ seed: UInt64) {
    var generator = RequestGenerator(seed: seed)
    for _ in 0..<Self.count {
      let text = generator.range()
      let size = Int64(generator.number(below: 50))
      if case .part(let range) = ByteRange(text, size: size),
        range.isEmpty || range.lowerBound < 0 || range.upperBound > size
      {
        Issue.record("\(range) of \(text) in \(size)")
        return
      }
    }
  }

  @Test(arguments: seeds)
  func fieldReadersTakeAnything(_ seed: UInt64) {
    var generator = RequestGenerator(seed: seed)
    for _ in 0..<Self.count {
      let text = String(decoding: generator.next().prefix(60), as: UTF8.self)
      _ = AcceptEncoding.allowsGzip(text)
      _ = EntityTags.matchesWeakly(text, "\"a\"")
      _ = HTTPDate.second(text)
      let request = Request(
        method: .get, path: "/", headers: [.cookie: text, .authorization: text, .ifRange: text])
      _ = request.cookie("a")
      _ = request.bearerToken
      _ = Precondition.evaluate(request, tag: "\"a\"", modified: 0)
    }
  }
}
