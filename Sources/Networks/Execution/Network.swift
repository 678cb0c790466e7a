package import Tensors

/// A graph ready to run on batches of one size, forward and backward.
///
/// All memory is allocated when it is made. Put examples into `input`, call `forward`, read
/// `output`; to train, put dL/d(output) into `outputGradient` and call `backward`, which overwrites
/// the gradients of all parameters.
package final class Network {
  package let graph: Graph
  package let batchSize: Int
  package let context: ComputeContext
  package let parameters: ParameterStore
  /// In the order of the layers, each layer's input before its weights.
  package let quantizers: [Quantizer]
  /// batch, height, width, channels.
  package let input: Tensor
  /// batch, classes.
  package let output: Tensor
  /// dL/d(output).
  package let outputGradient: Tensor
  private let goesBack: Bool
  private let layers: [any NetworkLayer]
  private let backwardLayers: [any BackwardLayer]

  /// - Parameters:
  ///   - graph: a float32 graph, or one made by `Graph.quantized`.
  ///   - quantization: gives the gradient scale of step sizes, and the precision.
  ///   - parameters: those of another network of the same graph, to share; nil for new ones,
  ///     weights all zero.
  ///   - gradients: the arithmetic of the gradients of codes, where the precision is mixed.
  ///   - goesBack: whether `backward` will be called. A network that only goes forward takes far
  ///     less memory.
  package init(
    _ graph: Graph, quantization: QuantizationConfiguration, batchSize: Int,
    parameters: ParameterStore? = nil, gradients: GradientArithmetic = .ofThisProcessor,
    goesBack: Bool = true, in context: ComputeContext
  ) throws(TensorError) {
    let store = parameters ?? ParameterStore(graph)
    let quantizers = graph.quantizations.map {
      Quantizer(
        $0, parameters: store, configuration: quantization, batchSize: batchSize)
    }
    var assembly = try NetworkAssembly(
      graph, quantizers: quantizers, parameters: store, batchSize: batchSize,
      precision: quantization.precision, gradients: gradients, goesBack: goesBack,
      context: context)
    try assembly.build()
    self.graph = graph
    self.goesBack = goesBack
    self.batchSize = batchSize
    self.context = context
    self.parameters = store
    self.quantizers = quantizers
    input = assembly.input
    output = assembly.output
    outputGradient = assembly.outputGradient
    layers = assembly.layers
    backwardLayers = assembly.backwardLayers
  }

  /// Computes `output` from `input`. Step sizes that are still zero are initialised on the way.
  package func forward(_ pass: ForwardPass) {
    for layer in layers { layer.forward(pass) }
  }

  /// Computes the gradients of all parameters from `outputGradient`, after a forward pass that
  /// trains.
  package func backward() {
    precondition(goesBack, "a network that was made to go forward only")
    for layer in backwardLayers { layer.backward() }
  }

  /// The quantizer with this id, such as "stem.weight".
  package func quantizer(_ id: String) -> Quantizer? {
    quantizers.first { $0.quantization.id == id }
  }

  /// Runs forward again, as a pass that trains or one that does not, and names the first layer
  /// whose output is not finite.
  package func firstLayerNotFinite(trains: Bool = true) -> String? {
    guard input.isFinite else { return "input" }
    let pass = ForwardPass(trains: trains)
    for layer in layers {
      layer.forward(pass)
      if layer.outputs(pass).contains(where: { !$0.isFinite }) { return layer.name }
    }
    return nil
  }
}
