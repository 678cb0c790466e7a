import Networks
import Testing

@Suite struct GraphTests {
  static func resnet(_ name: String, side: Int = 28, channels: Int = 1) throws -> Graph {
    try #require(Architecture.named(name)).graph(
      inputShape: [side, side, channels], classes: 10)
  }

  /// Weights of the convolutions and the linear layer, and two numbers a batch-norm channel,
  /// counted by hand. ResNet-8:
  /// 144 + (2 * 2304) + (512 + 4608 + 9216) + (2048 + 18432 + 36864) + 650 + 2 * 240 of batch-norm.
  @Test func parametersAreCountedAsByHand() throws {
    let convolutions = 144 + 2 * 2304 + 512 + 4608 + 9216 + 2048 + 18_432 + 36_864
    let channels = 16 + 16 + 16 + 32 + 32 + 64 + 64
    #expect(try Self.resnet("resnet8").parameterCount == convolutions + 650 + 2 * channels)
  }

  /// He et al. 2016 give 0.27, 0.46 and 0.85 million for 20, 32 and 56 layers.
  @Test(arguments: [("resnet20", 0.27), ("resnet32", 0.46), ("resnet56", 0.85)])
  func sizesAreThePublishedOnes(name: String, millions: Double) throws {
    let count = try Self.resnet(name, side: 32, channels: 3).parameterCount
    #expect(abs(Double(count) / 1e6 - millions) < 0.01)
  }

  @Test func everyLayerHasItsOwnTwoQuantizers() throws {
    let graph = try Self.resnet("resnet8").quantized(
      QuantizationConfiguration(weightBits: 2, activationBits: 3))
    let ids = graph.quantizations.map(\.id)
    #expect(ids.count == 2 * graph.layers.count)
    #expect(Set(ids).count == ids.count)
    #expect(ids.first == "stem.input")
    #expect(ids.contains("stage2.block1.conv1.weight"))
    #expect(ids.contains("stage2.block1.shortcut.input"))
    for quantization in graph.quantizations {
      let isEdge = ["stem", "fc"].contains(quantization.layer)
      let expected = isEdge ? 8 : quantization.kind == .weight ? 2 : 3
      #expect(quantization.bits == expected)
      // Only the image and weights can be negative.
      #expect(
        quantization.signed == (quantization.kind == .weight || quantization.id == "stem.input"))
    }
  }

  @Test func modelBytesCountWeightsAtTheirBits() throws {
    let graph = try Self.resnet("resnet8")
    let quantized = graph.quantized(QuantizationConfiguration(weightBits: 2, activationBits: 2))
    let edges = 144 + 640
    let inner = 2 * 2304 + 512 + 4608 + 9216 + 2048 + 18_432 + 36_864
    let rest = 4 * (10 + 4 * 240 + quantized.quantizations.count)
    #expect(quantized.modelBytes == edges + inner / 4 + rest)
    #expect(graph.modelBytes == 4 * (edges + inner) + 4 * (10 + 4 * 240))
  }

  @Test func notQuantizingChangesNothing() throws {
    let graph = try Self.resnet("resnet8")
    let same = graph.quantized(
      QuantizationConfiguration(method: .none, weightBits: 2, activationBits: 2))
    #expect(same == graph)
  }
}
