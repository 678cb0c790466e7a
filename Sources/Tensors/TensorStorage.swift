import Glibc

/// Memory for float32 values, aligned to 64 bytes: a cache line, and the widest vector.
package final class TensorStorage {
  /// The first value.
  package let data: UnsafeMutablePointer<Float>
  /// How many values there is room for.
  package let count: Int

  /// Memory for `count` values, all zero.
  package init(count: Int) {
    precondition(count >= 0, "a tensor cannot have \(count) values")
    let bytes = max(64, (count * MemoryLayout<Float>.stride + 63) / 64 * 64)
    guard let memory = aligned_alloc(64, bytes) else {
      // Said in release builds too.
      fatalError("no memory for \(bytes) bytes")
    }
    memset(memory, 0, bytes)
    data = memory.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
    self.count = count
  }

  deinit {
    free(data)
  }
}
