/// Codes of quantized values, one byte each, in the order of a `Tensor` of the same shape.
///
/// Bytes hold codes modulo 256: unsigned codes as they are, signed ones in two's complement.
package struct CodeTensor {
  /// The lengths of the axes, slowest first.
  package let shape: [Int]
  /// The first code.
  package let data: UnsafeMutablePointer<UInt8>
  /// Keeps `data` alive.
  private let memory: Tensor

  /// Codes with memory of their own, all zero.
  package init(shape: [Int]) {
    self.init(shape: shape, in: Tensor(shape: [Self.floats(for: shape)]))
  }

  /// Codes in the memory of a tensor of at least `floats(for: shape)` values.
  package init(shape: [Int], in memory: Tensor) {
    precondition(
      memory.count >= Self.floats(for: shape), "codes \(shape) do not fit in \(memory.shape)")
    self.shape = shape
    self.memory = memory
    data = UnsafeMutableRawPointer(memory.data).assumingMemoryBound(to: UInt8.self)
  }

  /// How many float32 values take the memory of these codes.
  package static func floats(for shape: [Int]) -> Int { (shape.reduce(1, *) + 3) / 4 }

  /// The product of `shape`.
  package var count: Int { shape.reduce(1, *) }

  /// The largest magnitude of these codes, taken as signed.
  package var largestMagnitude: Int {
    var (lowest, highest): (Int8, Int8) = (0, 0)
    for code in buffer {
      lowest = min(lowest, Int8(bitPattern: code))
      highest = max(highest, Int8(bitPattern: code))
    }
    return max(Int(highest), -Int(lowest))
  }

  /// values = unsigned code * step.
  package func decode(step: Float, into values: Tensor) {
    precondition(values.count == count, "codes \(shape) into \(values.shape)")
    for i in 0..<count { values.data[i] = Float(data[i]) * step }
  }

  /// The codes, to read or write in place.
  package var buffer: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(start: data, count: count)
  }
}
