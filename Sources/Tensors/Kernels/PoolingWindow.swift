/// The square windows of a pooling. Beyond the edges lie `padding` values that are never taken.
package struct PoolingWindow: Sendable, Equatable {
  /// Height and width, up to 15.
  package let size: Int
  /// Steps between two windows, both ways.
  package let stride: Int
  /// Rows and columns beyond each edge; less than `size`, so that each window has a value.
  package let padding: Int

  package init(size: Int, stride: Int, padding: Int = 0) {
    precondition(
      (1...15).contains(size) && stride > 0 && (0..<size).contains(padding),
      "windows of \(size) at strides of \(stride), padded by \(padding)")
    self.size = size
    self.stride = stride
    self.padding = padding
  }

  /// Windows along an axis of this length; a rest that fills no window is left out.
  package func outputs(of length: Int) -> Int {
    let room = length + 2 * padding - size
    return room < 0 ? 0 : room / stride + 1
  }
}
