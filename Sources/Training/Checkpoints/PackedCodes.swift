/// Codes of a few bits each, one after another without gaps.
struct PackedCodes: Equatable {
  /// Each code less the lowest, as an unsigned number of `bits` bits, the least significant first;
  /// the last byte is filled up with zeros.
  let bytes: [UInt8]
  let count: Int
  /// -Qn.
  let lowest: Int
  /// 2...8.
  let bits: Int

  /// Packs `codes`, which are `lowest` ... `lowest` + 2^`bits` - 1.
  init(_ codes: [Int8], lowest: Int, bits: Int) {
    var bytes = [UInt8](repeating: 0, count: Self.byteCount(codes.count, bits))
    for (index, code) in codes.enumerated() {
      let (byte, shift) = (index * bits).quotientAndRemainder(dividingBy: 8)
      let value = UInt16(Int(code) - lowest) << shift
      bytes[byte] |= UInt8(truncatingIfNeeded: value)
      if shift + bits > 8 { bytes[byte + 1] |= UInt8(value >> 8) }
    }
    (self.bytes, count, self.lowest, self.bits) = (bytes, codes.count, lowest, bits)
  }

  /// `count` codes that were packed; nil if there are more or fewer bytes than those take.
  init?(_ bytes: [UInt8], count: Int, lowest: Int, bits: Int) {
    // An absurd count would overflow the product of the two.
    guard count <= 8 * bytes.count, bytes.count == Self.byteCount(count, bits) else { return nil }
    (self.bytes, self.count, self.lowest, self.bits) = (bytes, count, lowest, bits)
  }

  /// The codes.
  var codes: [Int] {
    (0..<count).map { index in
      let (byte, shift) = (index * bits).quotientAndRemainder(dividingBy: 8)
      let next = shift + bits > 8 ? UInt16(bytes[byte + 1]) << 8 : 0
      return Int((UInt16(bytes[byte]) | next) >> shift) & (1 << bits - 1) + lowest
    }
  }

  private static func byteCount(_ count: Int, _ bits: Int) -> Int { (count * bits + 7) / 8 }
}
