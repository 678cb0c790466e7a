import Tensors

/// The three products of a convolution in scalar float64, which holds sums of codes exactly: the
/// twin of `Convolution`, `CodeConvolution` and `BFloat16InputGradient`.
struct ReferenceConvolution {
  let shape: ConvolutionShape

  /// The taps of a kernel: so far apart are the weights of one tap for channels in a row.
  private var taps: Int { shape.kernelHeight * shape.kernelWidth }

  func forward(_ x: [Double], weights w: [Double]) -> [Double] {
    let (inputs, taps) = (shape.inputs, taps)
    return sums(shape.outputShape, x, w) { sums, x, w, output, input, weight in
      var (c, sum) = (0, 0.0)
      while c < inputs {
        sum += x[input + c] * w[weight + c * taps]
        c += 1
      }
      sums[output] += sum
    }
  }

  func backwardInput(_ dy: [Double], weights w: [Double]) -> [Double] {
    let (inputs, taps) = (shape.inputs, taps)
    return sums(shape.inputShape, dy, w) { sums, dy, w, output, input, weight in
      let gradient = dy[output]
      var c = 0
      while c < inputs {
        sums[input + c] += gradient * w[weight + c * taps]
        c += 1
      }
    }
  }

  func backwardWeights(_ x: [Double], _ dy: [Double]) -> [Double] {
    let (inputs, taps) = (shape.inputs, taps)
    return sums(shape.weightShape, x, dy) { sums, x, dy, output, input, weight in
      let gradient = dy[output]
      var c = 0
      while c < inputs {
        sums[weight + c * taps] += gradient * x[input + c]
        c += 1
      }
    }
  }

  private typealias Values = UnsafePointer<Double>

  /// What `add(sums, a, b, output, input, weight)` comes to. The places are those of the first
  /// channel; the others' products are its to add.
  ///
  /// Plain pointers and loops: it is called millions of times, also where nothing is optimized.
  private func sums(
    _ shape: [Int], _ a: [Double], _ b: [Double],
    _ add: (UnsafeMutablePointer<Double>, Values, Values, Int, Int, Int) -> Void
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: shape.reduce(1, *))
    sums.withUnsafeMutableBufferPointer { sums in
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          guard let sums = sums.baseAddress, let a = a.baseAddress, let b = b.baseAddress else {
            return
          }
          forEachTap { add(sums, a, b, $0, $1, $2) }
        }
      }
    }
    return sums
  }

  /// Calls `body(output, input, weight)` for each output and each tap on a pixel of the input.
  private func forEachTap(_ body: (Int, Int, Int) -> Void) {
    let (s, taps) = (shape, taps)
    for n in 0..<s.batch {
      for i in 0..<s.outputHeight {
        for j in 0..<s.outputWidth {
          for u in 0..<s.kernelHeight {
            for v in 0..<s.kernelWidth {
              let (h, w) = (i * s.stride + u - s.paddingHeight, j * s.stride + v - s.paddingWidth)
              guard h >= 0, h < s.height, w >= 0, w < s.width else { continue }
              let first = ((n * s.outputHeight + i) * s.outputWidth + j) * s.outputs
              let input = ((n * s.height + h) * s.width + w) * s.inputs
              for o in 0..<s.outputs {
                body(first + o, input, o * s.inputs * taps + u * s.kernelWidth + v)
              }
            }
          }
        }
      }
    }
  }
}
