import Digests
import Foundation
import TestSupport
import Testing

struct SHA256Tests {
  /// FIPS 180-4's examples, and the digest of nothing.
  @Test(
    "Digests are those of the standard's examples",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func examples(_ text: String, _ digest: String) {
    #expect(SHA256.digest(text).hexadecimal == digest)
  }

  @Test("A million times \"a\" have one digest, whole, in pieces and from a file")
  func pieces() throws {
    let wanted = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    let content = Data(repeating: UInt8(ascii: "a"), count: 1_000_000)
    for size in [1, 63, 64, 65, 999_999, 1_000_000] {
      var hash = SHA256()
      for start in stride(from: 0, to: content.count, by: size) {
        hash.update(content[start..<min(start + size, content.count)])
      }
      #expect(hash.finalize().hexadecimal == wanted, "in pieces of \(size)")
    }

    let folder = try TemporaryFolder()
    let file = try folder.write(content, as: "x")
    #expect(try SHA256.digest(of: file).hexadecimal == wanted)
  }
}
