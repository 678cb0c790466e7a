import Tensors

/// SqueezeNext-23 at twice the width: blocks of 1x1, 1x1, 1x3, 3x1 and 1x1 convolutions, each with
/// batch-norm and ReLU. Gholami et al. 2018, "SqueezeNext: hardware-aware neural network design".
///
/// The first convolution and the pooling are padded, so that 224 pixels become 56, 28, 14 and 7. A
/// sum is not rectified again: both its terms come from a ReLU.
package struct SqueezeNext: Sendable {
  /// Blocks and channels of the four stages.
  private let stages = [(6, 64), (6, 128), (8, 256), (1, 512)]

  package init() {}

  package func graph(inputShape: [Int], classes: Int) -> Graph {
    var graph = Graph(inputShape: inputShape)
    var x = graph.convolvedReLU("stem", outputs: 128, size: 7, stride: 2, on: 0)
    x = graph.append("pool", .maxPooling(PoolingWindow(size: 3, stride: 2, padding: 1)), x)
    for (number, (blocks, channels)) in stages.enumerated() {
      for position in 1...blocks {
        x = graph.squeezeNextBlock(
          "stage\(number + 1).block\(position)", outputs: channels,
          stride: number > 0 && position == 1 ? 2 : 1, on: x)
      }
    }
    x = graph.convolvedReLU("last", outputs: 256, size: 1, on: x)
    x = graph.append("mean", .globalMean, x)
    _ = graph.append("fc", .linear(outputs: classes, weights: nil), x)
    return graph
  }
}

extension Graph {
  /// Convolution, batch-norm and ReLU.
  fileprivate mutating func convolvedReLU(
    _ name: String, outputs: Int, size: Int, stride: Int = 1, on x: Int
  ) -> Int {
    normalizedReLU(
      "\(name).norm", "\(name).relu",
      on: convolution(name, outputs: outputs, size: size, stride: stride, on: x))
  }

  /// The bottleneck has half the input's channels, then a quarter; at a stride the channels grow
  /// instead, and the bottleneck has all and a half. The very first block has fewer channels than
  /// its input, and a quarter and an eighth.
  fileprivate mutating func squeezeNextBlock(
    _ name: String, outputs: Int, stride: Int, on x: Int
  ) -> Int {
    let inputs = nodes[x].shape[2]
    let narrow = stride == 2 ? inputs : inputs > outputs ? inputs / 4 : inputs / 2
    var y = convolvedReLU("\(name).conv1", outputs: narrow, size: 1, stride: stride, on: x)
    y = convolvedReLU("\(name).conv2", outputs: narrow / 2, size: 1, on: y)
    for (index, (height, width)) in [(1, 3), (3, 1)].enumerated() {
      let kernel = Operation.Kernel(
        outputs: narrow, height: height, width: width, stride: 1, paddingHeight: height / 2,
        paddingWidth: width / 2)
      let convolved = append(
        "\(name).conv\(index + 3)", .convolution(kernel, weights: nil), y)
      y = normalizedReLU(
        "\(name).conv\(index + 3).norm", "\(name).conv\(index + 3).relu", on: convolved)
    }
    y = convolvedReLU("\(name).conv5", outputs: outputs, size: 1, on: y)
    var shortcut = x
    if stride > 1 || inputs != outputs {
      shortcut = convolvedReLU(
        "\(name).shortcut", outputs: outputs, size: 1, stride: stride, on: x)
    }
    return append("\(name).add", .add, y, shortcut)
  }
}
