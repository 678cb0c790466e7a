import COneDNN

/// What oneDNN chose for an operation: the layouts it wants and the code it will run.
final class PrimitiveDescriptor {
  let handle: dnnl_primitive_desc_t
  /// Its engine must outlive the handle.
  private let context: ComputeContext

  /// - Parameters:
  ///   - description: an operation descriptor such as dnnl_convolution_desc_t.
  ///   - scale: of a single value by which the result is multiplied: the first operation after the product.
  ///   - accumulates: whether the result is added to what the destination holds.
  ///   - hint: for a backward operation, its forward one.
  init<Description>(
    _ description: Description, scale: MemoryDescriptor? = nil, accumulates: Bool = false,
    hint: PrimitiveDescriptor? = nil, in context: ComputeContext, operation: String
  ) throws(TensorError) {
    var attributes: dnnl_primitive_attr_t?
    try check(dnnl_primitive_attr_create(&attributes), operation, "dnnl_primitive_attr_create")
    defer { dnnl_primitive_attr_destroy(attributes) }
    if accumulates || scale != nil {
      var operations: dnnl_post_ops_t?
      try check(dnnl_post_ops_create(&operations), operation, "dnnl_post_ops_create")
      defer { dnnl_post_ops_destroy(operations) }
      if var scale = scale?.value {
        try check(
          dnnl_post_ops_append_binary(operations, dnnl_binary_mul, &scale), operation,
          "dnnl_post_ops_append_binary")
      }
      if accumulates {
        try check(dnnl_post_ops_append_sum(operations, 1), operation, "dnnl_post_ops_append_sum")
      }
      try check(
        dnnl_primitive_attr_set_post_ops(attributes, operations), operation,
        "dnnl_primitive_attr_set_post_ops")
    }
    var handle: dnnl_primitive_desc_t?
    let status = withUnsafePointer(to: description) {
      dnnl_primitive_desc_create(&handle, $0, attributes, context.engine, hint?.handle)
    }
    guard status == dnnl_success, let handle else {
      throw .library(
        operation: operation, call: "dnnl_primitive_desc_create", status: status.rawValue)
    }
    self.handle = handle
    self.context = context
  }

  deinit {
    dnnl_primitive_desc_destroy(handle)
  }

  /// The layout chosen for an argument, such as dnnl_query_weights_md.
  func layout(_ argument: dnnl_query_t) -> MemoryDescriptor {
    guard let descriptor = dnnl_primitive_desc_query_md(handle, argument, 0) else {
      preconditionFailure("the operation has no argument \(argument.rawValue)")
    }
    return MemoryDescriptor(descriptor.pointee)
  }
}
