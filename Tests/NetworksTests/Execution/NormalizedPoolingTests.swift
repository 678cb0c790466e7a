import Networks
import Tensors
import Testing

/// Pooling before batch-norm and ReLU, against the order in which a graph has them.
@Suite struct NormalizedPoolingTests {
  private static let window = PoolingWindow(size: 3, stride: 2, padding: 1)

  /// Half of the scales are negative. A dropout of nothing keeps the pooling where the graph has it.
  private static func network(poolsFirst: Bool, threads: Int) throws -> Network {
    var graph = Graph(inputShape: [11, 8, 3])
    var x = graph.convolution("first", outputs: 20, size: 3, on: 0)
    x = graph.normalizedReLU("norm", "relu", on: x)
    if !poolsFirst { x = graph.append("nothing", .dropout(probability: 0), x) }
    x = graph.append("pool", .maxPooling(window), x)
    _ = graph.convolution("last", outputs: 7, size: 1, on: x)
    let network = try NetworkTests.network(graph, batch: 5, threads: threads)
    let scales = network.parameters["norm.weight"].value
    for c in stride(from: 0, to: scales.count, by: 2) { scales.data[c] *= -1 }
    return network
  }

  @Test func thePlanPoolsFirst() throws {
    let graph = try GraphTests.resnet("resnet18", side: 64, channels: 3)
    let steps = Plan(graph).steps
    let pooled = steps.count { if case .normalizedPooling = $0 { true } else { false } }
    let others = steps.count {
      guard case .plain(let node, _) = $0, case .maxPooling = graph.nodes[node].operation else {
        return false
      }
      return true
    }
    #expect(pooled == 1)
    #expect(others == 0)
  }

  @Test(arguments: [1, 2])
  func theOrderMakesNoDifference(threads: Int) throws {
    let (first, last) = (
      try Self.network(poolsFirst: true, threads: threads),
      try Self.network(poolsFirst: false, threads: threads)
    )
    for trains in [true, false] {
      for network in [first, last] { network.forward(ForwardPass(trains: trains)) }
      #expect(first.output.values == last.output.values)
    }
    for network in [first, last] { OperationGradientTests.differentiate(network) }
    for parameter in first.parameters.parameters {
      let (found, expected) = (
        parameter.gradient.values, last.parameters[parameter.name].gradient.values
      )
      let tolerance = 1e-5 * (expected.map(abs).max() ?? 0)
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance }, "\(parameter.name)")
    }
  }
}
