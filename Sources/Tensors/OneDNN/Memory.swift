import COneDNN

/// A tensor as an argument of a primitive: a layout, and values of its own or pointed to.
final class Memory {
  let descriptor: MemoryDescriptor
  let handle: dnnl_memory_t
  private let storage: TensorStorage?
  /// Its engine must outlive the handle.
  private let context: ComputeContext

  /// Values are pointed to later, by `point`.
  init(
    _ descriptor: MemoryDescriptor, in context: ComputeContext, operation: String
  ) throws(TensorError) {
    storage = nil
    self.descriptor = descriptor
    self.context = context
    handle = try Self.make(descriptor, nil, context, operation)
  }

  /// Values of its own, zero at first: layouts in blocks may have padding, which must be zero.
  init(
    owning descriptor: MemoryDescriptor, in context: ComputeContext, operation: String
  ) throws(TensorError) {
    let storage = TensorStorage(count: (descriptor.bytes + 3) / 4)
    self.storage = storage
    self.descriptor = descriptor
    self.context = context
    handle = try Self.make(descriptor, storage.data, context, operation)
  }

  deinit {
    dnnl_memory_destroy(handle)
  }

  /// Makes `tensor` the values.
  func point(to tensor: Tensor) {
    point(to: UnsafeMutableRawPointer(tensor.data))
  }

  /// Makes what lies at `data` the values.
  func point(to data: UnsafeMutableRawPointer) {
    let status = dnnl_memory_set_data_handle(handle, data)
    precondition(status == dnnl_success, "dnnl_memory_set_data_handle: \(status.rawValue)")
  }

  private static func make(
    _ descriptor: MemoryDescriptor, _ data: UnsafeMutablePointer<Float>?,
    _ context: ComputeContext, _ operation: String
  ) throws(TensorError) -> dnnl_memory_t {
    var handle: dnnl_memory_t?
    var value = descriptor.value
    let status = dnnl_memory_create(&handle, &value, context.engine, data)
    guard status == dnnl_success, let handle else {
      throw .library(operation: operation, call: "dnnl_memory_create", status: status.rawValue)
    }
    return handle
  }
}
