/// The format of MNIST's files.
package enum IDXBytes {
  /// Two zero bytes, the type (8: unsigned byte), the rank, big-endian sizes, then the values.
  package static func file(_ sizes: [Int], _ values: some Sequence<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, 8, UInt8(sizes.count)]
    for size in sizes { withUnsafeBytes(of: UInt32(size).bigEndian) { bytes += $0 } }
    return bytes + values
  }
}
