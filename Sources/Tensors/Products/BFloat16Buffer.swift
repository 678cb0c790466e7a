import CKernels

/// Values in bfloat16, the upper half of a float32, in memory that is lent.
package struct BFloat16Buffer {
  /// The first value.
  package let data: UnsafeMutablePointer<UInt16>
  /// How many values there are.
  package let count: Int

  /// - Parameter memory: room for `floats(for: count)` float32 values, which must outlive the
  ///   buffer.
  package init(count: Int, at memory: UnsafeMutablePointer<Float>) {
    self.count = count
    data = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt16.self)
  }

  /// How many float32 values take the memory of so many in bfloat16, in whole cache lines.
  package static func floats(for count: Int) -> Int { (count + 31) / 32 * 16 }

  /// Becomes values * factor, each rounded to the nearest, a tie to the even one.
  package func round(_ values: Tensor, times factor: Float, in context: ComputeContext) {
    precondition(values.count == count, "\(values.shape) into \(count) values")
    sc_round_to_bfloat16(values.data, count, factor, data, context.kernelThreads)
  }

  /// Becomes signed codes, all of which bfloat16 has.
  package func take(_ codes: CodeTensor, in context: ComputeContext) {
    precondition(codes.count == count, "\(codes.shape) into \(count) values")
    sc_codes_to_bfloat16(codes.data, count, data, context.kernelThreads)
  }

  /// The values in float32.
  package var values: [Float] {
    UnsafeBufferPointer(start: data, count: count).map { Float(bitPattern: UInt32($0) << 16) }
  }
}
