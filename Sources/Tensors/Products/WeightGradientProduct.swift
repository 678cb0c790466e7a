import COneDNN

/// The product that gives the gradient of weights, on oneDNN.
final class WeightGradientProduct {
  private let input: Memory
  private let outputGradient: Memory
  private let plainGradient: Memory
  private let unpacking: Reorder?
  private let primitive: Primitive

  /// - Parameters:
  ///   - weights: the layout in which the gradient is wanted.
  ///   - extra: further arguments.
  init(
    _ descriptor: PrimitiveDescriptor, weights: MemoryDescriptor, extra: [(Int32, Memory)] = [],
    in context: ComputeContext, operation: String
  ) throws(TensorError) {
    input = try Memory(descriptor.layout(dnnl_query_src_md), in: context, operation: operation)
    outputGradient = try Memory(
      descriptor.layout(dnnl_query_diff_dst_md), in: context, operation: operation)
    plainGradient = try Memory(weights, in: context, operation: operation)
    let given = descriptor.layout(dnnl_query_diff_weights_md)
    var packed = plainGradient
    if given.hasSameLayout(as: weights) {
      unpacking = nil
    } else {
      packed = try Memory(owning: given, in: context, operation: operation)
      unpacking = try Reorder(from: packed, to: plainGradient, in: context, operation: operation)
    }
    primitive = try Primitive(
      descriptor,
      [
        (DNNL_ARG_SRC, input), (DNNL_ARG_DIFF_DST, outputGradient),
        (DNNL_ARG_DIFF_WEIGHTS, packed),
      ] + extra, in: context, operation: operation)
  }

  /// weightGradient[o, c, u, v] = sum over examples and positions of outputGradient * input.
  func run(_ input: Tensor, _ outputGradient: Tensor, into weightGradient: Tensor) {
    run(
      UnsafeMutableRawPointer(input.data), UnsafeMutableRawPointer(outputGradient.data),
      into: weightGradient)
  }

  /// The same on values of the types that the product was made for.
  func run(
    _ input: UnsafeMutableRawPointer, _ outputGradient: UnsafeMutableRawPointer,
    into weightGradient: Tensor
  ) {
    self.input.point(to: input)
    self.outputGradient.point(to: outputGradient)
    plainGradient.point(to: weightGradient)
    primitive.execute()
    unpacking?.execute()
  }
}
