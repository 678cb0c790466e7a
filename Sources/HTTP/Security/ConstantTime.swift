/// Comparing secrets.
package enum ConstantTime {
  /// True if both are the same bytes, in a time that depends on their lengths alone.
  package static func equal(_ lhs: [UInt8], _ rhs: [UInt8]) -> Bool {
    guard lhs.count == rhs.count else { return false }
    var difference: UInt8 = 0
    for index in lhs.indices {
      difference |= lhs[index] ^ rhs[index]
    }
    return difference == 0
  }
}
