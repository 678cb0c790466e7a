/// The name of an artifact: parts of letters, digits and signs, with `/` between them.
package enum ArtifactPath {
  /// Throws `.invalidArtifactPath` for a path that is absolute, empty, too long, or has a part
  /// that is empty, `.`, `..` or too long for the name of a file, or a character that is no
  /// printable one.
  package static func check(_ path: String) throws {
    func refuse(_ reason: String) -> StoreError {
      .invalidArtifactPath(path: path, reason: reason)
    }
    guard (1...500).contains(path.unicodeScalars.count) else {
      throw refuse("it must have 1 to 500 characters")
    }
    let isPrintable = path.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 0x20 && scalar.value != 0x7f && scalar != "\\"
        && scalar.properties.generalCategory != .control
    }
    guard isPrintable else { throw refuse("it has a control character or a backslash") }
    // A combining mark makes one character with the / before it, and no other name.
    let parts = path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    for part in parts.map(String.init) {
      if part.isEmpty { throw refuse("it has an empty part") }
      if part == "." || part == ".." { throw refuse("it has a part \"\(part)\"") }
      // NAME_MAX: it could not be exported.
      if part.utf8.count > 255 { throw refuse("it has a part of more than 255 bytes") }
    }
  }
}
