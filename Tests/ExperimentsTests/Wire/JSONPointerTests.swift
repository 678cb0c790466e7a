import Testing

import Experiments

struct JSONPointerTests {
  @Test(
    "A key comes back from the pointer that it was written into",
    arguments: ["", "a", "~", "/", "~1", "~01", "/\u{301}", "~\u{301}", "1/0~"])
  func roundTrip(_ key: String) {
    let pointer = "/" + JSONPointer.escape(key)
    #expect(pointer.unicodeScalars.count { $0 == "/" } == 1)
    #expect(JSONPointer.keys(pointer + "/b") == [key, "b"])
  }

  @Test("What is no pointer has no keys", arguments: ["a", "a/b", "/~", "/~2"])
  func none(_ text: String) {
    #expect(JSONPointer.keys(text) == nil)
  }
}
