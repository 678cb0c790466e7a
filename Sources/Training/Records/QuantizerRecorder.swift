package import Networks
import Tensors

/// Turns what a network observed of its quantizers into records.
package struct QuantizerRecorder {
  private let network: Network

  package init(_ network: Network) {
    self.network = network
  }

  /// What the quantizers are.
  package func descriptions() -> [QuantizerDescription] {
    let positions = layerPositions
    return network.quantizers.map { quantizer in
      let quantization = quantizer.quantization
      return QuantizerDescription(
        id: quantization.id, layer: quantization.layer,
        kind: quantization.kind == .weight ? .weight : .activation, bits: quantization.bits,
        signed: quantization.signed, shape: quantization.shape, count: quantizer.count,
        position: positions[quantization.layer] ?? 0)
    }
  }

  /// One point of each quantizer, after a forward pass that observed summaries and its backward
  /// pass.
  package func points(step: Int) -> [QuantizerPoint] {
    var ratios: [String: Double] = [:]
    return network.quantizers.compactMap { quantizer in
      guard let summary = quantizer.summary else { return nil }
      let layer = quantizer.quantization.layer
      let ofWeights = ratios[layer] ?? relativeGradient(ofWeights: layer)
      ratios[layer] = ofWeights
      let (s, gradient) = (
        Double(quantizer.stepSize), quantizer.unscaledGradient * quantizer.gradientScale
      )
      return QuantizerPoint(
        quantizer: quantizer.quantization.id, step: step, stepSize: s,
        unscaledGradient: quantizer.unscaledGradient, gradient: gradient,
        updateRatio: ofWeights > 0 ? abs(gradient) / s / ofWeights : 0,
        meanSquaredError: summary.meanSquaredError, clippedLow: summary.clippedLow,
        clippedHigh: summary.clippedHigh, oscillation: quantizer.oscillation,
        occupancy: summary.occupancy)
    }
  }

  /// A histogram of each quantizer, after a forward pass that observed them.
  package func histograms(step: Int) -> [QuantizerHistogram] {
    network.quantizers.compactMap { quantizer in
      quantizer.histogram.map {
        QuantizerHistogram(
          quantizer: quantizer.quantization.id, step: step, stepSize: Double($0.stepSize),
          offset: $0.offset.map(Double.init), lowest: Double($0.lowest),
          highest: Double($0.highest), counts: $0.counts,
          bestSteps: QuantizerHistogram.BestSteps($0))
      }
    }
  }

  /// ||dL/dw|| / ||w|| of a layer.
  private func relativeGradient(ofWeights layer: String) -> Double {
    let weight = network.parameters["\(layer).weight"]
    let gradient = weight.gradient.sumOfSquares(in: network.context)
    return (gradient / weight.value.sumOfSquares(in: network.context)).squareRoot()
  }

  private var layerPositions: [String: Int] {
    Dictionary(
      uniqueKeysWithValues: network.graph.layers.enumerated().map { ($0.element.name, $0.offset) })
  }
}

extension QuantizerHistogram.BestSteps {
  fileprivate init?(_ histogram: ValueHistogram) {
    guard let mae = histogram.bestSteps[.mae], let mse = histogram.bestSteps[.mse],
      let kl = histogram.bestSteps[.kl]
    else { return nil }
    self.init(mae: Double(mae), mse: Double(mse), kl: Double(kl))
  }
}
