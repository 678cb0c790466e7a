import COpenSSL
package import Foundation

/// SHA-256 (FIPS 180-4) of bytes that come piece by piece, by OpenSSL.
package struct SHA256: ~Copyable {
  /// Bytes of a digest.
  package static let size = 32

  private let context: OpaquePointer

  package init() {
    guard let context = EVP_MD_CTX_new() else {
      preconditionFailure("EVP_MD_CTX_new: no memory for the state of a digest")
    }
    self.context = context
    Self.require("EVP_DigestInit_ex", EVP_DigestInit_ex(context, EVP_sha256(), nil))
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    Self.require("EVP_DigestUpdate", EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
  }

  package mutating func update(_ bytes: some ContiguousBytes) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of all bytes so far, after which none can be added.
  package mutating func finalize() -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.size) { digest, count in
      Self.require("EVP_DigestFinal_ex", EVP_DigestFinal_ex(context, digest.baseAddress, nil))
      count = Self.size
    }
  }

  /// The digest of a text's UTF-8.
  package static func digest(_ text: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    return hash.finalize()
  }

  /// These calls fail only where OpenSSL is set up without SHA-256, or out of memory.
  private static func require(_ call: String, _ status: CInt) {
    precondition(status == 1, "\(call): OpenSSL error \(ERR_get_error())")
  }
}
