/// Pre-activation ResNets for small images: a 3x3 stem, three stages of 16, 32 and 64 channels, the second and third
/// of which halve the image, then batch-norm, ReLU, mean and a linear layer. He et al. 2016, "Identity mappings".
///
/// A depth of 6n + 2 has n blocks of two convolutions a stage. Where the shape changes, the shortcut is a 1x1
/// convolution of the block's activated input.
package struct SmallResNet: Sendable {
  private let blocks: Int

  package init(depth: Int) {
    precondition(depth >= 8 && depth % 6 == 2, "a depth of \(depth) is not 6n + 2")
    blocks = (depth - 2) / 6
  }

  package func graph(inputShape: [Int], classes: Int) -> Graph {
    var graph = Graph(inputShape: inputShape)
    var x = graph.convolution("stem", outputs: 16, size: 3, on: 0)
    for (stage, channels) in [16, 32, 64].enumerated() {
      for block in 1...blocks {
        let stride = stage > 0 && block == 1 ? 2 : 1
        x = graph.preActivationBlock(
          "stage\(stage + 1).block\(block)", outputs: channels, stride: stride, on: x)
      }
    }
    x = graph.normalizedReLU("norm", "relu", on: x)
    x = graph.append("mean", .globalMean, x)
    _ = graph.append("fc", .linear(outputs: classes, weights: nil), x)
    return graph
  }
}

extension Graph {
  /// x + conv(relu(bn(conv(relu(bn(x)))))), the shortcut projected if the shape changes.
  fileprivate mutating func preActivationBlock(
    _ name: String, outputs: Int, stride: Int, on x: Int
  ) -> Int {
    let activated = normalizedReLU("\(name).bn1", "\(name).relu1", on: x)
    var shortcut = x
    if stride > 1 || nodes[x].shape.last != outputs {
      shortcut = convolution(
        "\(name).shortcut", outputs: outputs, size: 1, stride: stride, on: activated)
    }
    let first = convolution(
      "\(name).conv1", outputs: outputs, size: 3, stride: stride, on: activated)
    let second = convolution(
      "\(name).conv2", outputs: outputs, size: 3,
      on: normalizedReLU("\(name).bn2", "\(name).relu2", on: first))
    return append("\(name).add", .add, second, shortcut)
  }
}
