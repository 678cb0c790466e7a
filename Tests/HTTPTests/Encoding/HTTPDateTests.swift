import Testing

import HTTP

@Suite struct HTTPDateTests {
  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
      (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"),
      (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
      (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (1_767_225_599, "Wed, 31 Dec 2025 23:59:59 GMT"),
    ] as [(Int64, String)])
  func writesAndReads(_ second: Int64, _ text: String) {
    #expect(HTTPDate.text(second) == text)
    #expect(HTTPDate.second(text) == second)
  }

  @Test func writesWhatItReadsForCenturies() {
    for day in stride(from: Int64(-40_000), to: 80_000, by: 37) {
      let second = day * 86_400 + day % 86_400
      #expect(HTTPDate.second(HTTPDate.text(second)) == second)
    }
  }

  /// RFC 9110 5.6.7: a recipient must take all three.
  @Test(
    arguments: [
      ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
      ("Wed Nov 16 08:49:37 1994", 784_975_777), ("Saturday, 01-Mar-80 00:00:00 GMT", 320_716_800),
    ] as [(String, Int64)])
  func readsTheObsoleteForms(_ text: String, _ second: Int64) {
    #expect(HTTPDate.second(text, now: 1_767_225_599) == second)
  }

  @Test(
    arguments: [
      // In 2025, 75 is the last year that may lie ahead.
      (1_767_225_599, "Tuesday, 01-Jan-75 00:00:00 GMT", "Tue, 01 Jan 2075 00:00:00 GMT"),
      (1_767_225_599, "Thursday, 01-Jan-76 00:00:00 GMT", "Thu, 01 Jan 1976 00:00:00 GMT"),
      (0, "Thursday, 01-Jan-70 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ] as [(Int64, String, String)])
  func twoDigitsMeanAYearAtMost50Ahead(_ now: Int64, _ short: String, _ long: String) {
    #expect(HTTPDate.second(short, now: now) == HTTPDate.second(long))
  }

  @Test(arguments: [
    "", "now", "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37", "Sun Nov 6 08:49:37 1994", "Sun Nov  16 08:49:37 1994",
    "Sun Nov  6 08:49:37 94", "Sun, Nov  6 08:49:37 1994", "Xyz, 06 Nov 1994 08:49:37 GMT",
    "Sun Feb 30 08:49:37 1994",
    "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
    "Sun, 06 nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994  08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
  ])
  func refusesOtherForms(_ text: String) {
    #expect(HTTPDate.second(text) == nil)
  }
}
