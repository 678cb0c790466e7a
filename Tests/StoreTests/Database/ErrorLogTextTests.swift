import Glibc
import Store
import Testing

@Suite struct ErrorLogTextTests {
  @Test(
    "What a disk or a database does is told in words, what is not expected with all its facts",
    arguments: [
      (
        StoreError.file(operation: "write", path: "/d/a", code: ENOSPC),
        "write /d/a: No space left on device"
      ),
      (.busy(path: "/d/a"), "/d/a: another program holds the database"),
      (.damaged(path: "/d/a", reason: "malformed"), "/d/a: malformed"),
      (.unusable(path: "/d/a", reason: "disk I/O error"), "/d/a: disk I/O error"),
      (.leaseLost(job: "x"), #"leaseLost(job: "x")"#),
    ])
  func words(error: StoreError, text: String) {
    #expect(error.logText == text)
  }
}
