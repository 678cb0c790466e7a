import COneDNN

/// Copies values from one layout to another.
final class Reorder {
  private let primitive: Primitive

  init(
    from source: Memory, to destination: Memory, in context: ComputeContext, operation: String
  ) throws(TensorError) {
    var handle: dnnl_primitive_desc_t?
    var (from, to) = (source.descriptor.value, destination.descriptor.value)
    try check(
      dnnl_reorder_primitive_desc_create(
        &handle, &from, context.engine, &to, context.engine, nil),
      operation, "dnnl_reorder_primitive_desc_create")
    guard let handle else {
      throw .library(
        operation: operation, call: "dnnl_reorder_primitive_desc_create", status: 0)
    }
    primitive = try Primitive(
      PrimitiveDescriptor(owning: handle, in: context),
      [(DNNL_ARG_FROM, source), (DNNL_ARG_TO, destination)], in: context,
      operation: operation)
  }

  func execute() {
    primitive.execute()
  }
}
