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

  @Test(arguments: [
    "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
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
