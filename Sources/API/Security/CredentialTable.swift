import Foundation
import HTTP
import Store

/// The credentials that are known, found by their secrets.
struct CredentialTable: Sendable {
  /// By the first bytes of the digest: an attacker who times the search learns nothing of a secret
  /// from those, and the rest is compared in constant time.
  private var byStart: [ArraySlice<UInt8>: [Credential]]
  /// True if there is no token: nobody could log in.
  let isEmpty: Bool

  /// - Parameters:
  ///   - credentials: the tokens and sessions of the store.
  ///   - own: credentials of the service itself, which do not count as tokens.
  init(_ credentials: [Credential], own: [Credential] = []) {
    isEmpty = credentials.isEmpty
    byStart = Dictionary(grouping: credentials + own) { Self.start($0.digest) }
  }

  /// The credential of a secret, if it is known and has not ended.
  func find(_ secret: String, now: Date) -> Credential? {
    let digest = TokenSecret.digest(secret)
    var found: Credential?
    for credential in byStart[Self.start(digest)] ?? []
    where ConstantTime.equal(credential.digest, digest) {
      found = credential
    }
    guard let found, found.expiresAt.map({ now < $0 }) ?? true else { return nil }
    return found
  }

  private static func start(_ digest: [UInt8]) -> ArraySlice<UInt8> { digest.prefix(8) }
}
