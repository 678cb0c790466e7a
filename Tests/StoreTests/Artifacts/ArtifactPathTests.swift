import Store
import Testing

@Suite struct ArtifactPathTests {
  @Test(arguments: [
    "a", "a/b.txt", "a b/ü.txt", "...", ".hidden", "a/..b/c",
    "é" + String(repeating: "a", count: 253), "a/\u{338}b",
  ])
  func ordinaryPathsPass(path: String) throws {
    try ArtifactPath.check(path)
  }

  @Test(arguments: [
    "", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "a\0b", "a\nb", "a\u{7f}",
    "/\u{338}a", "../\u{338}a", "a/../\u{338}b", "a//\u{338}b",
    String(repeating: "a/", count: 250) + "b", "a/é" + String(repeating: "a", count: 254),
  ])
  func pathsThatLeadElsewhereAreRefused(path: String) {
    #expect(throws: StoreError.self) { try ArtifactPath.check(path) }
  }
}
