import COneDNN

/// The shape and layout of a tensor, as oneDNN sees it.
struct MemoryDescriptor {
  var value: dnnl_memory_desc_t

  /// Values, float32 unless said otherwise, with the given lengths of axes, in oneDNN's order
  /// (images: N, C, H, W).
  init(
    _ lengths: [Int], _ layout: dnnl_format_tag_t, type: dnnl_data_type_t = dnnl_f32,
    operation: String
  ) throws(TensorError) {
    var value = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_init_by_tag(
        &value, Int32(lengths.count), lengths.map { Int64($0) }, type, layout),
      operation, "dnnl_memory_desc_init_by_tag \(lengths)")
    self.value = value
  }

  init(_ value: dnnl_memory_desc_t) {
    self.value = value
  }

  /// Bytes of a tensor of this shape and layout, padding included.
  var bytes: Int {
    var copy = value
    return dnnl_memory_desc_get_size(&copy)
  }

  func hasSameLayout(as other: MemoryDescriptor) -> Bool {
    var (a, b) = (value, other.value)
    return dnnl_memory_desc_equal(&a, &b) == 1
  }
}
