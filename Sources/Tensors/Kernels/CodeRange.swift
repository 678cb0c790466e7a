/// The codes of a quantizer: -Qn ... Qp. Esser et al. 2020, section 2.
package struct CodeRange: Sendable, Hashable {
  /// -Qn: -2^(bits - 1) if signed, else 0.
  package let lowest: Int
  /// Qp: 2^(bits - 1) - 1 if signed, else 2^bits - 1.
  package let highest: Int

  package init(bits: Int, signed: Bool) {
    precondition((2...8).contains(bits), "\(bits) bits are not between 2 and 8")
    lowest = signed ? -(1 << (bits - 1)) : 0
    highest = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1
  }

  /// Whether codes may be negative.
  package var isSigned: Bool { lowest < 0 }
  /// The largest magnitude of a code.
  package var largest: Int { max(highest, -lowest) }
  /// How many codes there are.
  package var count: Int { highest - lowest + 1 }
}
