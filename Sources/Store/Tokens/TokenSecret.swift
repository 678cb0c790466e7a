import Crypto
import Foundation

/// The secrets that tokens and sessions are: 256 random bits, of which the store keeps the digest.
///
/// A digest without salt or stretching is enough for a secret that nobody could guess.
package enum TokenSecret {
  /// Begins every secret, so that those who scan files for lost secrets know one.
  package static let prefix = "stc_"

  /// A new secret, safe in a header, a cookie and a shell.
  package static func make() -> String {
    let bits = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    return prefix + bits.base64URL
  }

  /// SHA-256 of the secret's text.
  package static func digest(_ secret: String) -> [UInt8] {
    Array(SHA256.hash(data: Data(secret.utf8)))
  }
}
