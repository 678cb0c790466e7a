import Foundation

extension String {
  /// The text in Unicode's form NFC.
  ///
  /// Names that are keys, of metrics, parameters, tags and quantizers, are kept in this form from
  /// where they are read: Swift holds canonically equal texts to be one key, SQLite compares their
  /// bytes, and in one form both agree.
  package var composed: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }
}
