import Tensors

/// Pre-activation ResNets: a stem, stages of blocks of which all but the first halve the image,
/// then batch-norm, ReLU, mean and a linear layer. He et al. 2016, "Identity mappings in deep
/// residual networks".
///
/// Where the shape changes, the shortcut is a 1x1 convolution of the block's activated input.
package struct ResNet: Sendable {
  /// What a stage is made of.
  enum Block {
    /// Two 3x3 convolutions.
    case basic
    /// 1x1 to a quarter of the channels, 3x3 (with the stride), 1x1 back.
    case bottleneck
  }

  private let stages: [(blocks: Int, channels: Int)]
  private let block: Block
  /// 7x7 at stride 2, batch-norm, ReLU and max pooling; else 3x3 alone.
  private let hasLargeStem: Bool

  /// For small images: three stages of 16, 32 and 64 channels, (depth - 2) / 6 blocks each.
  package init(smallImagesDepth depth: Int) {
    precondition(depth >= 8 && depth % 6 == 2, "a depth of \(depth) is not 6n + 2")
    let blocks = (depth - 2) / 6
    stages = [(blocks, 16), (blocks, 32), (blocks, 64)]
    block = .basic
    hasLargeStem = false
  }

  /// For photographs: four stages, those of He et al. 2016, "Deep residual learning", table 1;
  /// bottlenecks from 50 on.
  package init(photographsDepth depth: Int) {
    let blocks: [Int]
    switch depth {
    case 18: blocks = [2, 2, 2, 2]
    case 34, 50: blocks = [3, 4, 6, 3]
    case 101: blocks = [3, 4, 23, 3]
    case 152: blocks = [3, 8, 36, 3]
    default: preconditionFailure("a depth of \(depth) is not 18, 34, 50, 101 or 152")
    }
    block = depth < 50 ? .basic : .bottleneck
    let channels = [64, 128, 256, 512].map { depth < 50 ? $0 : 4 * $0 }
    stages = zip(blocks, channels).map { ($0, $1) }
    hasLargeStem = true
  }

  package func graph(inputShape: [Int], classes: Int) -> Graph {
    var graph = Graph(inputShape: inputShape)
    var x = appendStem(to: &graph)
    for (number, stage) in stages.enumerated() {
      for position in 1...stage.blocks {
        let stride = number > 0 && position == 1 ? 2 : 1
        x = appendBlock(
          "stage\(number + 1).block\(position)", outputs: stage.channels, stride: stride, on: x,
          to: &graph)
      }
    }
    x = graph.normalizedReLU("norm", "relu", on: x)
    x = graph.append("mean", .globalMean, x)
    _ = graph.append("fc", .linear(outputs: classes, weights: nil), x)
    return graph
  }

  private func appendStem(to graph: inout Graph) -> Int {
    guard hasLargeStem else {
      return graph.convolution("stem", outputs: stages[0].channels, size: 3, on: 0)
    }
    let stem = graph.convolution("stem", outputs: 64, size: 7, stride: 2, on: 0)
    let activated = graph.normalizedReLU("stemNorm", "stemReLU", on: stem)
    return graph.append(
      "pool", .maxPooling(PoolingWindow(size: 3, stride: 2, padding: 1)), activated)
  }

  /// x + convolutions(relu(bn(x))), each later one after batch-norm and ReLU too; the shortcut
  /// projected if the shape changes.
  private func appendBlock(
    _ name: String, outputs: Int, stride: Int, on x: Int, to graph: inout Graph
  ) -> Int {
    let activated = graph.normalizedReLU("\(name).bn1", "\(name).relu1", on: x)
    var shortcut = x
    if stride > 1 || graph.nodes[x].shape.last != outputs {
      shortcut = graph.convolution(
        "\(name).shortcut", outputs: outputs, size: 1, stride: stride, on: activated)
    }
    var y = activated
    for (index, kernel) in kernels(outputs: outputs, stride: stride).enumerated() {
      if index > 0 {
        y = graph.normalizedReLU("\(name).bn\(index + 1)", "\(name).relu\(index + 1)", on: y)
      }
      y = graph.convolution(
        "\(name).conv\(index + 1)", outputs: kernel.outputs, size: kernel.size,
        stride: kernel.stride, on: y)
    }
    return graph.append("\(name).add", .add, y, shortcut)
  }

  private func kernels(
    outputs: Int, stride: Int
  ) -> [(outputs: Int, size: Int, stride: Int)] {
    switch block {
    case .basic: [(outputs, 3, stride), (outputs, 3, 1)]
    case .bottleneck: [(outputs / 4, 1, 1), (outputs / 4, 3, stride), (outputs, 1, 1)]
    }
  }
}
