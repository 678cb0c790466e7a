import Tensors

/// VGG with batch-norm: groups of 3x3 convolutions, each with batch-norm and ReLU, and a 2x2 max
/// pooling after each group; then linear layers. Simonyan and Zisserman 2015.
///
/// Nodes have torchvision's names (`features.0`, `classifier.0`), so its weights fit as they are.
package struct VGG: Sendable {
  /// Channels of the convolutions, group by group.
  private let groups: [[Int]]
  /// Outputs of the linear layers before the last, each followed by ReLU and dropout.
  private let hidden: [Int]

  /// Configuration D of the paper.
  package static let vgg16 = VGG(
    groups: [[64, 64], [128, 128]] + [256, 512, 512].map { [$0, $0, $0] }, hidden: [4096, 4096])

  /// VGG-Small, for small images. Cai et al. 2017, "Deep learning with low precision by half-wave
  /// Gaussian quantization", and Zhang et al. 2018, "LQ-Nets".
  package static let small = VGG(groups: [[128, 128], [256, 256], [512, 512]], hidden: [])

  package func graph(inputShape: [Int], classes: Int) -> Graph {
    var graph = Graph(inputShape: inputShape)
    var (x, index) = (0, 0)
    for group in groups {
      for channels in group {
        x = graph.convolution("features.\(index)", outputs: channels, size: 3, on: x)
        x = graph.normalizedReLU("features.\(index + 1)", "features.\(index + 2)", on: x)
        index += 3
      }
      x = graph.append(
        "features.\(index)", .maxPooling(PoolingWindow(size: 2, stride: 2)), x)
      index += 1
    }
    x = graph.append("flatten", .flatten, x)
    index = 0
    for features in hidden {
      x = graph.append("classifier.\(index)", .linear(outputs: features, weights: nil), x)
      x = graph.append("classifier.\(index + 1)", .relu, x)
      x = graph.append("classifier.\(index + 2)", .dropout(probability: 0.5), x)
      index += 3
    }
    _ = graph.append("classifier.\(index)", .linear(outputs: classes, weights: nil), x)
    return graph
  }
}
