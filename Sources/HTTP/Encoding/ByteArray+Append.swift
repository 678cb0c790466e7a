/// Writing message syntax into a buffer without making strings.
extension [UInt8] {
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a number that is not negative in decimal digits.
  mutating func append(number: Int64) {
    append(digitsOf: UInt64(number), radix: 10)
  }

  /// Appends a number that is not negative in lower-case hexadecimal digits.
  mutating func append(hex number: Int) {
    append(digitsOf: UInt64(number), radix: 16)
  }

  private mutating func append(digitsOf number: UInt64, radix: UInt64) {
    let start = count
    var rest = number
    repeat {
      let digit = UInt8(rest % radix)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      rest /= radix
    } while rest > 0
    self[start...].reverse()
  }
}
