import COneDNN

/// Compiled code of oneDNN with its arguments bound.
final class Primitive {
  private let handle: dnnl_primitive_t
  /// Its engine and stream must outlive the handle.
  private let context: ComputeContext
  private let arguments: [dnnl_exec_arg_t]
  private let memories: [Memory]

  /// - Parameter arguments: DNNL_ARG numbers and what they are bound to.
  init(
    _ descriptor: PrimitiveDescriptor, _ arguments: [(Int32, Memory)],
    in context: ComputeContext, operation: String
  ) throws(TensorError) {
    var handle: dnnl_primitive_t?
    let status = withExtendedLifetime(descriptor) {
      dnnl_primitive_create(&handle, descriptor.handle)
    }
    guard status == dnnl_success, let handle else {
      throw .library(operation: operation, call: "dnnl_primitive_create", status: status.rawValue)
    }
    self.handle = handle
    self.context = context
    memories = arguments.map(\.1)
    self.arguments = arguments.map { dnnl_exec_arg_t(arg: $0.0, memory: $0.1.handle) }
  }

  deinit {
    dnnl_primitive_destroy(handle)
  }

  /// Runs to the end. Allocates nothing.
  func execute() {
    let status = arguments.withUnsafeBufferPointer {
      dnnl_primitive_execute(handle, context.stream, Int32($0.count), $0.baseAddress)
    }
    precondition(status == dnnl_success, "dnnl_primitive_execute: \(status.rawValue)")
  }
}
