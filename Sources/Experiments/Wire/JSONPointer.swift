/// JSON pointers (RFC 6901), which name the field that an error is about.
package enum JSONPointer {
  /// `~` and `/` in a key are written `~0` and `~1` (RFC 6901, section 4).
  package static func escape(_ key: String) -> String {
    key.contains { $0 == "~" || $0 == "/" }
      ? key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
        .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
      : key
  }
}
