import Testing

import HTTP

@Suite struct PathEncoderTests {
  @Test(arguments: [
    ("/", "/"), ("/api/v1/runs/x", "/api/v1/runs/x"), ("*", "*"), ("/a b%", "/a%20b%25"),
    ("/é", "/%C3%A9"), ("/a\n\u{1B}[1m", "/a%0A%1B%5B1m"),
    ("/\u{85}\u{2028}\u{202E}", "/%C2%85%E2%80%A8%E2%80%AE"),
  ])
  func escapesWhatALogOrATerminalCouldActOn(_ path: String, _ encoded: String) {
    #expect(PathEncoder.encode(path) == encoded)
  }
}
