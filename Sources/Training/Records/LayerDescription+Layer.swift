package import Networks

extension LayerDescription {
  package init(_ layer: Layer) {
    self.init(
      name: layer.name, kind: layer.kind.rawValue, weightShape: layer.weightShape,
      outputShape: layer.outputShape, parameters: layer.weightCount + layer.biases,
      multiplications: layer.multiplications, weightBits: layer.weights?.bits ?? 32,
      activationBits: layer.input?.bits ?? 32)
  }
}
