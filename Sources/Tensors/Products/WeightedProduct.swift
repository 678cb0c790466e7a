import COneDNN

/// A product of activations with weights on oneDNN.
final class WeightedProduct: ActivationProduct {
  private let source: Memory
  private let destination: Memory
  private let plainWeights: Memory
  private let packing: Reorder?
  private let primitive: Primitive

  /// - Parameters:
  ///   - weights: the layout in which weights are given.
  ///   - source: the argument that is read, and the query for its layout.
  ///   - destination: the argument that is written, and the query for its layout.
  ///   - extra: further arguments.
  init(
    _ descriptor: PrimitiveDescriptor, weights: MemoryDescriptor, source: (Int32, dnnl_query_t),
    destination: (Int32, dnnl_query_t), extra: [(Int32, Memory)] = [],
    in context: ComputeContext, operation: String
  ) throws(TensorError) {
    self.source = try Memory(
      descriptor.layout(source.1), in: context, operation: operation)
    self.destination = try Memory(
      descriptor.layout(destination.1), in: context, operation: operation)
    plainWeights = try Memory(weights, in: context, operation: operation)
    let wanted = descriptor.layout(dnnl_query_weights_md)
    var packed = plainWeights
    if wanted.hasSameLayout(as: weights) {
      packing = nil
    } else {
      packed = try Memory(owning: wanted, in: context, operation: operation)
      packing = try Reorder(from: plainWeights, to: packed, in: context, operation: operation)
    }
    primitive = try Primitive(
      descriptor,
      [(source.0, self.source), (DNNL_ARG_WEIGHTS, packed), (destination.0, self.destination)]
        + extra,
      in: context, operation: operation)
  }

  func run(_ input: Tensor, weights: Tensor, into output: Tensor) {
    run(UnsafeMutableRawPointer(input.data), weights: weights.data, into: output)
  }

  /// The same on values of the types that the product was made for.
  func run(
    _ input: UnsafeMutableRawPointer, weights: UnsafeMutableRawPointer, into output: Tensor
  ) {
    source.point(to: input)
    destination.point(to: output)
    plainWeights.point(to: weights)
    packing?.execute()
    primitive.execute()
  }
}
