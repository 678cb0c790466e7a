import Testing

import HTTP

@Suite struct ByteRangeTests {
  @Test(
    arguments: [
      ("bytes=0-0", 0..<1), ("bytes=0-99", 0..<100), ("bytes=0-100", 0..<100),
      ("bytes=99-", 99..<100), ("bytes=0-", 0..<100), ("bytes=-1", 99..<100),
      ("bytes=-100", 0..<100), ("bytes=-200", 0..<100), ("BYTES=5-6", 5..<7),
      ("bytes= 5 - 6 ", 5..<7), ("bytes=5-99999999999999999999", 5..<100),
    ] as [(String, Range<Int64>)])
  func cutsAPart(_ value: String, _ range: Range<Int64>) {
    #expect(ByteRange(value, size: 100) == .part(range))
  }

  @Test(arguments: ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999-"])
  func refusesWhatDoesNotExist(_ value: String) {
    #expect(ByteRange(value, size: 100) == .unsatisfiable)
  }

  @Test(arguments: [
    "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5", "bytes=6-5", "bytes=0-1,5-6",
    "lines=0-1", "bytes=0x1-2", "bytes=--1", "bytes=1--2", "bytes=+1-2", "bytes=1-2-3",
  ])
  func ignoresWhatItCannotRead(_ value: String) {
    #expect(ByteRange(value, size: 100) == .whole)
  }

  @Test func knowsEmptyContent() {
    #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-5", size: 0) == .unsatisfiable)
  }
}
