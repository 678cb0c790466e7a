/// Float32 values in row-major order; images are NHWC. A tensor is a view: copies share the values.
package struct Tensor {
  /// The lengths of the axes, slowest first.
  package let shape: [Int]
  /// The first value.
  package let data: UnsafeMutablePointer<Float>
  /// Keeps `data` alive.
  private let storage: TensorStorage

  /// A tensor of zeros with memory of its own.
  package init(shape: [Int]) {
    self.init(shape: shape, in: TensorStorage(count: shape.reduce(1, *)))
  }

  /// A view of `storage` from `offset` on.
  package init(shape: [Int], in storage: TensorStorage, offset: Int = 0) {
    let count = shape.reduce(1, *)
    precondition(
      offset >= 0 && offset + count <= storage.count,
      "\(shape) at \(offset) does not fit in \(storage.count) values")
    self.shape = shape
    self.storage = storage
    data = storage.data + offset
  }

  /// A tensor with these values.
  package init(shape: [Int], values: some Collection<Float>) {
    self.init(shape: shape)
    copy(values)
  }

  /// The product of `shape`.
  package var count: Int { shape.reduce(1, *) }

  /// The values, to read or write in place.
  package var buffer: UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(start: data, count: count)
  }

  /// A copy of the values.
  package var values: [Float] { Array(buffer) }

  /// Overwrites all values.
  package func copy(_ values: some Collection<Float>) {
    precondition(values.count == count, "\(values.count) values for shape \(shape)")
    _ = buffer.update(fromContentsOf: values)
  }

  /// Overwrites all values with those of a tensor of as many.
  package func copy(_ other: Tensor) {
    precondition(other.count == count, "\(other.shape) copied to \(shape)")
    data.update(from: other.data, count: count)
  }

  /// Makes every value `value`.
  package func fill(_ value: Float) {
    buffer.update(repeating: value)
  }

  /// Makes each entry of the slowest axis `row`.
  package func fillRows(_ row: Tensor) {
    precondition(count % row.count == 0, "rows of \(row.shape) in \(shape)")
    for start in stride(from: 0, to: count, by: row.count) {
      (data + start).update(from: row.data, count: row.count)
    }
  }

  /// The same values under another shape of as many.
  package func reshaped(_ shape: [Int]) -> Tensor {
    Tensor(shape: shape, in: storage, offset: data - storage.data)
  }

  /// The first `count` entries of the slowest axis.
  package func prefix(_ count: Int) -> Tensor {
    reshaped([min(count, shape[0])] + shape.dropFirst())
  }

  /// The values from `range.lowerBound` on, as if the tensor were flat.
  package func slice(_ range: Range<Int>) -> Tensor {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
    return Tensor(
      shape: [range.count], in: storage, offset: data - storage.data + range.lowerBound)
  }
}
