import COneDNN

/// Copies values from one layout to another.
final class Reorder {
  private let primitive: Primitive

  init(
    from source: Memory, to destination: Memory, in context: ComputeContext, operation: String
  ) throws(TensorError) {
    primitive = try Primitive(
      PrimitiveDescriptor(
        reordering: source.descriptor, to: destination.descriptor, in: context,
        operation: operation),
      [(DNNL_ARG_FROM, source), (DNNL_ARG_TO, destination)], in: context,
      operation: operation)
  }

  func execute() {
    primitive.execute()
  }
}
