import COneDNN

/// y = x * transpose(w) + b and its gradients, on oneDNN. x is batch x inputs, w outputs x inputs, b outputs.
package final class Linear {
  private let shapes: (input: [Int], weights: [Int], output: [Int])
  private let input: Memory
  private let weights: Memory
  private let bias: Memory
  private let output: Memory
  private let inputGradient: Memory
  private let weightGradient: Memory
  private let biasGradient: Memory
  private let outputGradient: Memory
  private let forwardProduct: Primitive
  private let inputProduct: Primitive
  private let weightProduct: Primitive

  package init(
    batch: Int, inputs: Int, outputs: Int, in context: ComputeContext
  ) throws(TensorError) {
    shapes = ([batch, inputs], [outputs, inputs], [batch, outputs])
    let name = "linear [\(batch), \(inputs)] * [\(outputs), \(inputs)]"
    let x = try MemoryDescriptor([batch, inputs], dnnl_ab, operation: name)
    let w = try MemoryDescriptor([outputs, inputs], dnnl_ab, operation: name)
    let b = try MemoryDescriptor([outputs], dnnl_a, operation: name)
    let y = try MemoryDescriptor([batch, outputs], dnnl_ab, operation: name)
    func memory(_ descriptor: MemoryDescriptor) throws(TensorError) -> Memory {
      try Memory(descriptor, in: context, operation: name)
    }
    (input, weights, bias, output) = (try memory(x), try memory(w), try memory(b), try memory(y))
    (inputGradient, weightGradient) = (try memory(x), try memory(w))
    (biasGradient, outputGradient) = (try memory(b), try memory(y))

    var (xs, ws, bs, ys) = (x.value, w.value, b.value, y.value)
    var description = dnnl_inner_product_desc_t()
    try check(
      dnnl_inner_product_forward_desc_init(
        &description, dnnl_forward_training, &xs, &ws, &bs, &ys),
      name, "dnnl_inner_product_forward_desc_init")
    let forward = try PrimitiveDescriptor(description, in: context, operation: name)
    forwardProduct = try Primitive(
      forward,
      [
        (DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, weights), (DNNL_ARG_BIAS, bias),
        (DNNL_ARG_DST, output),
      ], in: context, operation: name)

    try check(
      dnnl_inner_product_backward_data_desc_init(&description, &xs, &ws, &ys), name,
      "dnnl_inner_product_backward_data_desc_init")
    let backward = try PrimitiveDescriptor(
      description, hint: forward, in: context, operation: name)
    inputProduct = try Primitive(
      backward,
      [
        (DNNL_ARG_DIFF_DST, outputGradient), (DNNL_ARG_WEIGHTS, weights),
        (DNNL_ARG_DIFF_SRC, inputGradient),
      ], in: context, operation: name)

    try check(
      dnnl_inner_product_backward_weights_desc_init(&description, &xs, &ws, &bs, &ys), name,
      "dnnl_inner_product_backward_weights_desc_init")
    let backwardWeights = try PrimitiveDescriptor(
      description, hint: forward, in: context, operation: name)
    weightProduct = try Primitive(
      backwardWeights,
      [
        (DNNL_ARG_SRC, input), (DNNL_ARG_DIFF_DST, outputGradient),
        (DNNL_ARG_DIFF_WEIGHTS, weightGradient), (DNNL_ARG_DIFF_BIAS, biasGradient),
      ], in: context, operation: name)
  }

  /// y = x * transpose(w) + b.
  package func forward(_ x: Tensor, weights w: Tensor, bias b: Tensor, into y: Tensor) {
    expect(x, shapes.input)
    expect(w, shapes.weights)
    expect(b, [shapes.output[1]])
    expect(y, shapes.output)
    input.point(to: x)
    weights.point(to: w)
    bias.point(to: b)
    output.point(to: y)
    forwardProduct.execute()
  }

  /// dx = dy * w.
  package func backwardInput(_ dy: Tensor, weights w: Tensor, into dx: Tensor) {
    expect(dy, shapes.output)
    expect(w, shapes.weights)
    expect(dx, shapes.input)
    outputGradient.point(to: dy)
    weights.point(to: w)
    inputGradient.point(to: dx)
    inputProduct.execute()
  }

  /// dw = transpose(dy) * x; db = sum of dy over the batch.
  package func backwardWeights(
    _ x: Tensor, _ dy: Tensor, into dw: Tensor, bias db: Tensor
  ) {
    expect(x, shapes.input)
    expect(dy, shapes.output)
    expect(dw, shapes.weights)
    expect(db, [shapes.output[1]])
    input.point(to: x)
    outputGradient.point(to: dy)
    weightGradient.point(to: dw)
    biasGradient.point(to: db)
    weightProduct.execute()
  }
  private func expect(_ tensor: Tensor, _ expected: [Int]) {
    precondition(tensor.shape == expected, "linear: \(tensor.shape) is not \(expected)")
  }
}
