import Networks
import Tensors
import Testing
import Training

@Suite struct QuantizerRecorderTests {
  /// Esser et al. 2020, Eq. 4; of an activation, w are the weights of the layer that it feeds.
  @Test func updateRatiosAreThoseToTheWeightsOfTheLayer() throws {
    let small = try SmallTrainer(
      QuantizationConfiguration(weightBits: 3, activationBits: 3))
    let network = small.network
    _ = small.computeGradients(observation: .summary)
    let points = QuantizerRecorder(network).points(step: 0)
    #expect(points.count == network.quantizers.count)
    for point in points {
      let layer = point.quantizer.split(separator: ".").dropLast().joined(separator: ".")
      let weight = network.parameters["\(layer).weight"]
      // What the optimizer sees of a step size has the factor g.
      let step = network.parameters["\(point.quantizer).stepSize"]
      let ratio = Self.norm(step.gradient) / Self.norm(step.value)
      let ofWeights = Self.norm(weight.gradient) / Self.norm(weight.value)
      #expect(ratio > 0 && abs(point.updateRatio * ofWeights / ratio - 1) < 1e-4, "\(layer)")
    }
  }

  /// Of lsq+ the inputs of all layers but the first, which is the image.
  @Test func histogramsHaveTheOffsetsOfTheirQuantizers() throws {
    let small = try SmallTrainer(
      QuantizationConfiguration(method: .lsqPlus, weightBits: 3, activationBits: 3))
    // The first forward pass finds step sizes, and sets no offset.
    for (position, quantizer) in small.network.quantizers.enumerated() {
      quantizer.offset?.value.fill(Float(position) / 64)
    }
    _ = small.computeGradients(observation: .histogram)
    let histograms = QuantizerRecorder(small.network).histograms(step: 0)
    #expect(histograms.map(\.quantizer) == small.network.quantizers.map(\.quantization.id))
    for (position, histogram) in histograms.enumerated() {
      let isMoved = histogram.quantizer.hasSuffix(".input") && position > 0
      #expect(histogram.offset == (isMoved ? Double(position) / 64 : nil), "\(histogram.quantizer)")
    }
  }

  private static func norm(_ x: Tensor) -> Double {
    x.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
