/// Reading text out of bytes that were just received.
extension Span<UInt8> {
  /// The bytes as a string; bytes that are not UTF-8 become U+FFFD.
  @inline(__always)
  func string() -> String {
    withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  /// True if the bytes are `text`, ASCII letters compared without case. `text` is in lower case.
  @inline(__always)
  func equalsIgnoringCase(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in indices where self[index].lowercased != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// True if the bytes are exactly `text`.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in indices where self[index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// The first place of `byte` at or after `start`.
  @inline(__always)
  func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
    var index = start
    while index < count {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
  }
}
