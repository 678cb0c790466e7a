/// A number that names one request of one run of the server; printed as 16 hex digits.
package struct RequestID: Sendable, Hashable, CustomStringConvertible {
  package let value: UInt64

  package init(value: UInt64) {
    self.value = value
  }

  package var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
