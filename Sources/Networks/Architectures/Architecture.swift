/// A network that can be built by name.
package struct Architecture: Sendable {
  /// The name under which it is known.
  package let name: String
  private let makeGraph: @Sendable (_ inputShape: [Int], _ classes: Int) -> Graph

  /// The float32 graph for inputs of height, width, channels.
  package func graph(inputShape: [Int], classes: Int) -> Graph {
    makeGraph(inputShape, classes)
  }

  /// All that is known.
  package static let all: [Architecture] = [8, 20, 32, 56].map { depth in
    Architecture(name: "resnet\(depth)") { shape, classes in
      SmallResNet(depth: depth).graph(inputShape: shape, classes: classes)
    }
  }

  /// The architecture of this name, if there is one.
  package static func named(_ name: String) -> Architecture? {
    all.first { $0.name == name }
  }
}
