/// A network that can be built by name.
package struct Architecture: Sendable {
  /// The name under which it is known.
  package let name: String
  /// Heights and widths of the images that it can take.
  package let sides: ClosedRange<Int>
  private let makeGraph: @Sendable (_ inputShape: [Int], _ classes: Int) -> Graph

  /// The float32 graph for inputs of height, width, channels. Both sides must be among `sides`.
  package func graph(inputShape: [Int], classes: Int) -> Graph {
    makeGraph(inputShape, classes)
  }

  /// All that is known.
  package static let all: [Architecture] =
    [8, 20, 32, 56].map { depth in
      Architecture(name: "resnet\(depth)", sides: smallSides) {
        ResNet(smallImagesDepth: depth).graph(inputShape: $0, classes: $1)
      }
    }
    + [
      Architecture(name: "vgg-small", sides: smallSides) {
        VGG.small.graph(inputShape: $0, classes: $1)
      }
    ]
    + [18, 34, 50, 101, 152].map { depth in
      Architecture(name: "resnet\(depth)", sides: largeSides) {
        ResNet(photographsDepth: depth).graph(inputShape: $0, classes: $1)
      }
    }
    + [
      Architecture(name: "vgg16bn", sides: largeSides) {
        VGG.vgg16.graph(inputShape: $0, classes: $1)
      },
      Architecture(name: "squeezenext-23-2x", sides: largeSides) {
        SqueezeNext().graph(inputShape: $0, classes: $1)
      },
    ]

  /// The architecture of this name, if there is one.
  package static func named(_ name: String) -> Architecture? {
    all.first { $0.name == name }
  }

  /// Three halvings must leave a pixel.
  private static let smallSides = 8...64
  /// Five halvings must leave a pixel; 224 is what the papers take.
  private static let largeSides = 32...512
}
