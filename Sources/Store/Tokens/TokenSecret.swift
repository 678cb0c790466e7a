import Digests
import Foundation

/// The secrets that tokens and sessions are: 256 random bits, of which the store keeps the digest.
///
/// A digest without salt or stretching is enough for a secret that nobody could guess.
package enum TokenSecret {
  /// Begins every secret, so that those who scan files for lost secrets know one.
  package static let prefix = "stc_"

  /// A new secret, safe in a header, a cookie and a shell.
  package static func make() -> String {
    // The system's generator is cryptographically secure: getrandom(2).
    var random = SystemRandomNumberGenerator()
    let bits = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    return prefix + Data(bits).base64URL
  }

  /// SHA-256 of the secret's text.
  package static func digest(_ secret: String) -> [UInt8] {
    SHA256.digest(secret)
  }
}
