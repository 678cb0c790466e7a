import Tensors

/// relu(x * scale + shift), quantized, in scalar Swift: the twin of `ActivationPass`.
struct ReferenceActivation {
  let scale: [Float]?
  let shift: [Float]?
  let rectifies: Bool
  let quantizers: [ReferenceQuantizer?]

  /// x * scale + shift, fused as the kernels do on a processor that can.
  func affine(_ x: Float, channel c: Int) -> Float {
    guard let scale, let shift else { return x }
    return shift[c].addingProduct(x, scale[c])
  }

  func value(_ x: Float, channel c: Int) -> Float {
    rectifies ? max(0, affine(x, channel: c)) : affine(x, channel: c)
  }

  func output(_ x: Float, channel c: Int, branch k: Int) -> Double {
    let v = value(x, channel: c)
    return quantizers[k]?.value(v) ?? Double(v)
  }

  /// dL/d(x * scale + shift), from dL/dy of each branch.
  func gradient(_ x: Float, channel c: Int, outputs: [Float]) -> Double {
    let v = value(x, channel: c)
    guard !rectifies || affine(x, channel: c) > 0 else { return 0 }
    return zip(quantizers, outputs).reduce(0) { sum, pair in
      (pair.0?.isInside(v) ?? true) ? sum + Double(pair.1) : sum
    }
  }
}
