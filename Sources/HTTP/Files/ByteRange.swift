/// Reads `Range` (RFC 9110 14.1.2, 14.2) for content of a known size.
package enum ByteRange: Equatable {
  /// Serve the whole: no range, not of bytes, malformed, or several.
  case whole
  case part(Range<Int64>)
  /// No byte of the range exists: 416.
  case unsatisfiable

  /// 14.2 lets a server ignore the field, which is what happens to several ranges: they are a
  /// burden and no download tool needs them.
  package init(_ value: String, size: Int64) {
    self = .whole
    guard value.lowercased().hasPrefix("bytes=") else { return }
    let spec = value.dropFirst(6).filter { $0 != " " && $0 != "\t" }
    guard !spec.contains(","), let dash = spec.firstIndex(of: "-") else { return }
    let first = spec[..<dash]
    let last = spec[spec.index(after: dash)...]
    if first.isEmpty {
      // The last so many bytes.
      guard let count = Self.number(last) else { return }
      self = count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)..<size)
    } else {
      guard let start = Self.number(first) else { return }
      guard !last.isEmpty else {
        self = start < size ? .part(start..<size) : .unsatisfiable
        return
      }
      guard let end = Self.number(last), start <= end else { return }
      self = start < size ? .part(start..<min(end, size - 1) + 1) : .unsatisfiable
    }
  }

  private static func number(_ digits: Substring) -> Int64? {
    guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
    // More digits than a number holds lie behind the end of any content.
    return Int64(digits) ?? .max
  }
}
