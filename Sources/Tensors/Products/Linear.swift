import COneDNN

/// y = x * transpose(w) + b and its gradients, on oneDNN. x is batch x inputs, w outputs x inputs,
/// b outputs.
package final class Linear {
  private let shapes: (input: [Int], weights: [Int], output: [Int])
  private let bias: Memory
  private let biasGradient: Memory
  private let forwardProduct: WeightedProduct
  private let inputProduct: WeightedProduct
  private let weightProduct: WeightGradientProduct

  package init(
    batch: Int, inputs: Int, outputs: Int, in context: ComputeContext
  ) throws(TensorError) {
    shapes = ([batch, inputs], [outputs, inputs], [batch, outputs])
    let name = "linear [\(batch), \(inputs)] * [\(outputs), \(inputs)]"
    let weights = try MemoryDescriptor(shapes.weights, dnnl_ab, operation: name)
    let biases = try MemoryDescriptor([outputs], dnnl_a, operation: name)
    bias = try Memory(biases, in: context, operation: name)
    biasGradient = try Memory(biases, in: context, operation: name)

    var (x, w, b, y) = (
      try MemoryDescriptor(shapes.input, dnnl_ab, operation: name).value, weights.value,
      biases.value, try MemoryDescriptor(shapes.output, dnnl_ab, operation: name).value
    )
    var description = dnnl_inner_product_desc_t()
    try check(
      dnnl_inner_product_forward_desc_init(
        &description, dnnl_forward_training, &x, &w, &b, &y),
      name, "dnnl_inner_product_forward_desc_init")
    let forward = try PrimitiveDescriptor(description, in: context, operation: name)
    forwardProduct = try WeightedProduct(
      forward, weights: weights, source: (DNNL_ARG_SRC, dnnl_query_src_md),
      destination: (DNNL_ARG_DST, dnnl_query_dst_md), extra: [(DNNL_ARG_BIAS, bias)],
      in: context, operation: name)

    try check(
      dnnl_inner_product_backward_data_desc_init(&description, &x, &w, &y), name,
      "dnnl_inner_product_backward_data_desc_init")
    inputProduct = try WeightedProduct(
      PrimitiveDescriptor(description, hint: forward, in: context, operation: name),
      weights: weights, source: (DNNL_ARG_DIFF_DST, dnnl_query_diff_dst_md),
      destination: (DNNL_ARG_DIFF_SRC, dnnl_query_diff_src_md), in: context, operation: name)

    try check(
      dnnl_inner_product_backward_weights_desc_init(&description, &x, &w, &b, &y), name,
      "dnnl_inner_product_backward_weights_desc_init")
    weightProduct = try WeightGradientProduct(
      PrimitiveDescriptor(description, hint: forward, in: context, operation: name),
      weights: weights, extra: [(DNNL_ARG_DIFF_BIAS, biasGradient)], in: context,
      operation: name)
  }

  /// y = x * transpose(w) + b.
  package func forward(_ x: Tensor, weights w: Tensor, bias b: Tensor, into y: Tensor) {
    expect(x, shapes.input)
    expect(w, shapes.weights)
    expect(b, [shapes.output[1]])
    expect(y, shapes.output)
    bias.point(to: b)
    forwardProduct.run(x, weights: w, into: y)
  }

  /// dx = dy * w.
  package func backwardInput(_ dy: Tensor, weights w: Tensor, into dx: Tensor) {
    expect(dy, shapes.output)
    expect(w, shapes.weights)
    expect(dx, shapes.input)
    inputProduct.run(dy, weights: w, into: dx)
  }

  /// dw = transpose(dy) * x; db = sum of dy over the batch.
  package func backwardWeights(
    _ x: Tensor, _ dy: Tensor, into dw: Tensor, bias db: Tensor
  ) {
    expect(x, shapes.input)
    expect(dy, shapes.output)
    expect(dw, shapes.weights)
    expect(db, [shapes.output[1]])
    biasGradient.point(to: db)
    weightProduct.run(x, dy, into: dw)
  }

  private func expect(_ tensor: Tensor, _ expected: [Int]) {
    precondition(tensor.shape == expected, "linear: \(tensor.shape) is not \(expected)")
  }
}
