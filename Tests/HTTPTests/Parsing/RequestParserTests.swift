import HTTPTypes
import Testing

import HTTP

/// The table of requests against the parser alone.
@Suite struct RequestParserTests {
  @Test(arguments: RequestCase.all)
  func readsWholeInput(_ row: RequestCase) {
    let run = ParserRun(row.bytes)
    #expect(run.requests == row.requests)
    #expect(run.error == row.error)
  }

  @Test(arguments: RequestCase.all)
  func readsByteByByte(_ row: RequestCase) {
    let run = ParserRun(row.bytes, cuts: Array(row.bytes.indices.dropFirst()))
    #expect(run.requests == row.requests)
    #expect(run.error == row.error)
  }

  @Test(arguments: RequestCase.all)
  func readsEverySplit(_ row: RequestCase) {
    for cut in row.bytes.indices {
      let run = ParserRun(row.bytes, cuts: [cut])
      if run.requests != row.requests || run.error != row.error {
        Issue.record("cut at \(cut): \(run)")
      }
    }
  }

  @Test func namesAreUnique() {
    #expect(Set(RequestCase.all.map(\.name)).count == RequestCase.all.count)
  }

  @Test(
    arguments: [
      (.requestLineTooLong(limit: 9), 414), (.fieldsTooLong(limit: 9), 431),
      (.tooManyFields(limit: 9), 431), (.unsupportedVersion, 505), (.connectUnsupported, 501),
      (.unknownTransferCoding, 501), (.unknownExpectation, 417), (.malformedRequestLine, 400),
      (.missingHost, 400), (.lengthAndTransferEncoding, 400), (.badTarget(.dotSegment), 400),
    ] as [(ParseError, Int)])
  func anErrorHasItsStatus(error: ParseError, status: Int) {
    #expect(error.status.code == status)
  }

  @Test func errorsStay() throws {
    var parser = RequestParser(limits: Limits())
    var position = 0
    let bad = Array("GET\r\n".utf8)
    #expect(throws: ParseError.malformedRequestLine) {
      try parser.next(bad.span, at: &position)
    }
    let good = Array(head("GET / HTTP/1.1", "Host: a").utf8)
    #expect(throws: ParseError.malformedRequestLine) {
      try parser.next(good.span, at: &position)
    }
  }
}
