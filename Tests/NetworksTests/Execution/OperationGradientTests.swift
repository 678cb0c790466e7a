import Networks
import Tensors
import Testing

/// The gradient of each operation against finite differences: of its own parameters, and through it
/// of those before it.
@Suite struct OperationGradientTests {
  /// A graph that has one operation after a convolution (or a linear layer), so that the gradient
  /// must go through it.
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var inputShape = [6, 6, 3]
    var build: @Sendable (inout Graph, _ x: Int) -> Void
  }

  static let cases: [Case] = [
    Case(testDescription: "conv 3x3") { graph, x in
      _ = graph.convolution("op", outputs: 5, size: 3, on: x)
    },
    Case(testDescription: "conv 3x3, stride 2") { graph, x in
      _ = graph.convolution("op", outputs: 5, size: 3, stride: 2, on: x)
    },
    Case(testDescription: "conv 1x1, stride 2") { graph, x in
      let four = graph.convolution("four", outputs: 4, size: 3, on: x)
      _ = graph.convolution("op", outputs: 5, size: 1, stride: 2, on: four)
    },
    Case(testDescription: "conv 1x3") { graph, x in
      var kernel = Operation.Kernel(outputs: 5, size: 3, stride: 1, padding: 1)
      (kernel.height, kernel.paddingHeight) = (1, 0)
      _ = graph.append("op", .convolution(kernel, weights: nil), x)
    },
    Case(testDescription: "batch-norm") { graph, x in
      _ = graph.append("op", .batchNormalization(epsilon: 1e-5, momentum: 0.1), x)
    },
    Case(testDescription: "batch-norm and ReLU") { graph, x in
      _ = graph.normalizedReLU("norm", "op", on: x)
    },
    Case(testDescription: "batch-norm, ReLU and max pooling") { graph, x in
      let relu = graph.normalizedReLU("norm", "relu", on: x)
      _ = graph.append("op", .maxPooling(PoolingWindow(size: 3, stride: 2, padding: 1)), relu)
    },
    Case(testDescription: "ReLU") { graph, x in _ = graph.append("op", .relu, x) },
    Case(testDescription: "mean") { graph, x in _ = graph.append("op", .globalMean, x) },
    Case(testDescription: "add") { graph, x in
      let y = graph.convolution("other", outputs: 4, size: 3, on: x)
      _ = graph.append("op", .add, graph.append("relu", .relu, x), y)
    },
    Case(testDescription: "add, then batch-norm") { graph, x in
      let y = graph.convolution("other", outputs: 4, size: 3, on: x)
      let sum = graph.append("sum", .add, graph.append("relu", .relu, x), y)
      _ = graph.append("op", .batchNormalization(epsilon: 1e-5, momentum: 0.1), sum)
    },
    Case(testDescription: "one value read twice") { graph, x in
      let a = graph.convolution("a", outputs: 4, size: 3, on: x)
      let b = graph.convolution("b", outputs: 4, size: 1, on: x)
      _ = graph.append("op", .add, a, b)
    },
    Case(testDescription: "a sum read twice") { graph, x in
      let sum = graph.append("sum", .add, graph.convolution("a", outputs: 4, size: 3, on: x), x)
      let b = graph.convolution("b", outputs: 4, size: 3, on: sum)
      let c = graph.convolution("c", outputs: 4, size: 1, on: sum)
      _ = graph.append("op", .add, b, c)
    },
    Case(testDescription: "sums of sums") { graph, x in
      var sum = x
      for name in ["a", "b", "c"] {
        let y = graph.append(
          "\(name).relu", .relu, graph.convolution(name, outputs: 4, size: 3, on: sum))
        sum = graph.append("\(name).sum", .add, y, sum)
      }
      _ = graph.append("op", .globalMean, sum)
    },
    Case(testDescription: "mean, then linear") { graph, x in
      let mean = graph.append("mean", .globalMean, x)
      _ = graph.append("op", .linear(outputs: 3, weights: nil), mean)
    },
  ]

  @Test(arguments: cases) func gradientsAreThoseOfFiniteDifferences(_ what: Case) throws {
    var graph = Graph(inputShape: what.inputShape)
    let first = graph.convolution("first", outputs: 4, size: 3, on: 0)
    what.build(&graph, first)
    let network = try NetworkTests.network(graph, batch: 4)
    Self.differentiate(network)
    let gradients = network.parameters.gradients.values
    for parameter in network.parameters.parameters {
      let size = gradients[parameter.offset..<(parameter.offset + parameter.value.count)]
        .reduce(0) { max($0, abs($1)) }
      for index in stride(from: 0, to: parameter.value.count, by: 7) {
        let difference = Self.difference(network, parameter, index)
        let gradient = Double(gradients[parameter.offset + index])
        #expect(
          abs(difference - gradient) < 0.02 * Double(size) + 2e-3,
          "\(parameter.name)[\(index)]: \(difference), \(gradient)")
      }
    }
  }

  /// dL/d(output), L being the sum of output * slope.
  static func slopes(_ network: Network) -> [Float] {
    NetworkTests.wave(network.output.count, 0.73)
  }

  static func loss(_ network: Network) -> Double {
    network.forward(ForwardPass(trains: true))
    return zip(network.output.values, slopes(network)).reduce(0) {
      $0 + Double($1.0) * Double($1.1)
    }
  }

  /// Forward and backward.
  static func differentiate(_ network: Network) {
    network.forward(ForwardPass(trains: true))
    network.outputGradient.copy(slopes(network))
    network.backward()
  }

  /// dL/d(parameter[index]) by a central difference.
  static func difference(
    _ network: Network, _ parameter: Parameter, _ index: Int, by h: Float = 5e-4
  ) -> Double {
    let start = parameter.value.data[index]
    parameter.value.data[index] = start + h
    let up = loss(network)
    parameter.value.data[index] = start - h
    let down = loss(network)
    parameter.value.data[index] = start
    return (up - down) / Double((start + h) - (start - h))
  }
}
