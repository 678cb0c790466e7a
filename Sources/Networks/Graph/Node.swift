/// One operation of a graph.
package struct Node: Sendable, Equatable {
  /// Unique in its graph, such as "stage1.block1.conv1".
  package let name: String
  package let operation: Operation
  /// Positions of the nodes whose outputs it takes; all are before it.
  package let inputs: [Int]
  /// Shape of its output for one example: height, width, channels; or features.
  package let shape: [Int]
}
