import COneDNN
import Foundation

/// What oneDNN chose for an operation: the layouts it wants and the code it will run.
final class PrimitiveDescriptor {
  let handle: dnnl_primitive_desc_t
  /// One choice at a time. While it chooses the code of a convolution, oneDNN 2.6 keeps to what
  /// channels are padded, which depends on the type of the weights, in a variable of the process: a
  /// choice for another type on another thread changes it, and the code then multiplies what lies
  /// behind the channels. Choices of copies share a table that the first of a pair of types changes.
  private static let choosing = NSLock()
  /// Its engine must outlive the handle.
  private let context: ComputeContext

  /// A copy from one layout to another.
  init(
    reordering source: MemoryDescriptor, to destination: MemoryDescriptor,
    in context: ComputeContext, operation: String
  ) throws(TensorError) {
    var handle: dnnl_primitive_desc_t?
    var (from, to) = (source.value, destination.value)
    Self.choosing.lock()
    let status = dnnl_reorder_primitive_desc_create(
      &handle, &from, context.engine, &to, context.engine, nil)
    Self.choosing.unlock()
    guard status == dnnl_success, let handle else {
      throw .library(
        operation: operation, call: "dnnl_reorder_primitive_desc_create", status: status.rawValue)
    }
    self.handle = handle
    self.context = context
  }

  /// - Parameters:
  ///   - description: an operation descriptor such as dnnl_convolution_desc_t.
  ///   - scale: of a single value by which the result is multiplied: the first operation after the
  ///     product.
  ///   - accumulates: whether the result is added to what the destination holds.
  ///   - avoided: how the name of code begins that must not be chosen, such as "jit_1x1"; the next
  ///     best is.
  ///   - hint: for a backward operation, its forward one.
  init<Description>(
    _ description: Description, scale: MemoryDescriptor? = nil, accumulates: Bool = false,
    avoiding avoided: String? = nil, hint: PrimitiveDescriptor? = nil, in context: ComputeContext,
    operation: String
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
    // The iterator reads the description, and the hint, as it goes on.
    defer { withExtendedLifetime(hint) {} }
    handle = try withUnsafePointer(to: description) { (pointer) throws(TensorError) in
      try Self.best(
        UnsafeRawPointer(pointer), attributes, hint?.handle, avoiding: avoided, in: context,
        operation: operation)
    }
    self.context = context
  }

  /// The first candidate of those that oneDNN has, best first, whose code is not to be avoided.
  private static func best(
    _ description: UnsafeRawPointer, _ attributes: dnnl_primitive_attr_t?,
    _ hint: dnnl_primitive_desc_t?, avoiding avoided: String?, in context: ComputeContext,
    operation: String
  ) throws(TensorError) -> dnnl_primitive_desc_t {
    choosing.lock()
    defer { choosing.unlock() }
    var candidates: dnnl_primitive_desc_iterator_t?
    try check(
      dnnl_primitive_desc_iterator_create(
        &candidates, description, attributes, context.engine, hint),
      operation, "dnnl_primitive_desc_iterator_create")
    defer { dnnl_primitive_desc_iterator_destroy(candidates) }
    while let candidate = dnnl_primitive_desc_iterator_fetch(candidates) {
      guard let avoided, name(of: candidate).hasPrefix(avoided) else { return candidate }
      dnnl_primitive_desc_destroy(candidate)
      try check(
        dnnl_primitive_desc_iterator_next(candidates), operation,
        "dnnl_primitive_desc_iterator_next")
    }
    throw .library(
      operation: operation, call: "dnnl_primitive_desc_iterator_fetch",
      status: dnnl_unimplemented.rawValue)
  }

  deinit {
    dnnl_primitive_desc_destroy(handle)
  }

  /// What oneDNN calls the code of a candidate.
  private static func name(of candidate: dnnl_primitive_desc_t) -> String {
    var name: UnsafePointer<CChar>?
    dnnl_primitive_desc_query(candidate, dnnl_query_impl_info_str, 0, &name)
    return name.map { String(cString: $0) } ?? ""
  }

  /// The layout chosen for an argument, such as dnnl_query_weights_md.
  func layout(_ argument: dnnl_query_t) -> MemoryDescriptor {
    guard let descriptor = dnnl_primitive_desc_query_md(handle, argument, 0) else {
      preconditionFailure("the operation has no argument \(argument.rawValue)")
    }
    return MemoryDescriptor(descriptor.pointee)
  }
}
