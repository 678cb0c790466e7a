import Networks
import Testing

@Suite struct ArchitectureTests {
  static func graph(_ name: String, side: Int = 224, classes: Int = 1000) throws -> Graph {
    try #require(Architecture.named(name)).graph(inputShape: [side, side, 3], classes: classes)
  }

  /// The published counts. PreResNet and SqueezeNext: pytorchcv (github.com/osmr/imgclsmob), whose
  /// modules assert them; VGG-16 with batch-norm: `num_params` of torchvision's VGG16_BN_Weights.
  ///
  /// The last two count a bias for each convolution, which a batch-norm right after it makes idle;
  /// there is none here.
  @Test(arguments: [
    ("resnet18", 11_687_848, false), ("resnet34", 21_796_008, false),
    ("resnet50", 25_549_480, false), ("resnet101", 44_541_608, false),
    ("resnet152", 60_185_256, false), ("vgg16bn", 138_365_992, true),
    ("squeezenext-23-2x", 2_583_752, true),
  ])
  func parametersAreAsManyAsPublished(name: String, count: Int, countsBiases: Bool) throws {
    let graph = try Self.graph(name)
    let biases = graph.layers.filter { $0.kind == .convolution }.map { $0.weightShape[0] }
    #expect(graph.parameterCount + (countsBiases ? biases.reduce(0, +) : 0) == count)
  }

  /// The convolutions of LQ-Nets' VGG-Small (Zhang et al. 2018) have 4.57 million weights, its one
  /// linear layer takes 4 x 4 x 512 features.
  @Test func vggSmallIsCountedAsByHand() throws {
    let convolutions =
      9 * (3 * 128 + 128 * 128 + 128 * 256 + 256 * 256 + 256 * 512 + 512 * 512)
    let norms = 2 * 2 * (128 + 256 + 512)
    let graph = try Self.graph("vgg-small", side: 32, classes: 10)
    #expect(graph.parameterCount == convolutions + norms + 8192 * 10 + 10)
    #expect(convolutions == 4_574_592)
  }

  /// Multiplications of one image, in units of 10^9: He et al. 2016 ("Deep residual learning",
  /// table 1), Simonyan and Zisserman's network as torchvision counts it (15.47).
  @Test(arguments: [
    ("resnet18", 1.8), ("resnet34", 3.6), ("resnet50", 4.1), ("resnet101", 7.8),
    ("resnet152", 11.5), ("vgg16bn", 15.5),
  ])
  func multiplicationsAreAsManyAsPublished(name: String, billions: Double) throws {
    #expect(abs(Double(try Self.graph(name).multiplications) / 1e9 - billions) < 0.1)
  }

  @Test func layersCountedByTheNameAreThere() throws {
    for depth in [18, 34, 50, 101, 152] {
      let layers = try Self.graph("resnet\(depth)").layers
      #expect(layers.count { !$0.name.hasSuffix("shortcut") } == depth)
    }
    let squeeze = try Self.graph("squeezenext-23-2x")
    #expect(squeeze.layers.count { $0.name.contains("conv1") } == 21)
    let kernels = Set(
      squeeze.layers.filter { $0.kind == .convolution }.map {
        Array($0.weightShape.suffix(2))
      })
    #expect(kernels == [[7, 7], [1, 1], [1, 3], [3, 1]])
  }

  @Test(arguments: Architecture.all.map(\.name))
  func imagesHalveAsOftenAsTheyShould(name: String) throws {
    let architecture = try #require(Architecture.named(name))
    let isSmall = architecture.sides.lowerBound < 32
    for side in isSmall ? [28, 32] : [224] {
      let graph = try Self.graph(name, side: side)
      let last = graph.nodes.last { $0.shape.count == 3 }
      let isVGG = name.hasPrefix("vgg")
      #expect(last?.shape[0] == (isSmall ? (isVGG ? side / 8 : side / 4) : 7))
      #expect(graph.nodes.last?.shape == [1000])
    }
    // The smallest image it says it takes.
    #expect(try Self.graph(name, side: architecture.sides.lowerBound).nodes.count > 20)
  }

  @Test(arguments: Architecture.all.map(\.name))
  func onlyImagesAndWeightsAreSigned(name: String) throws {
    let side = try #require(Architecture.named(name)).sides.lowerBound
    let graph = try Self.graph(name, side: side).quantized(PlanTests.threeBits)
    for quantization in graph.quantizations where quantization.kind == .activation {
      #expect(quantization.signed == (quantization.layer == graph.layers.first?.name))
    }
  }

  /// torchvision's vgg16_bn: the keys of its state that hold weights, with their shapes.
  @Test func vggHasTorchvisionsNames() throws {
    let layers = try Self.graph("vgg16bn").layers
    let convolutions = layers.filter { $0.kind == .convolution }
    #expect(
      convolutions.map(\.name)
        == [0, 3, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40].map { "features.\($0)" })
    #expect(
      layers.suffix(3).map { [$0.name] + $0.weightShape.map(String.init) } == [
        ["classifier.0", "4096", "25088"], ["classifier.3", "4096", "4096"],
        ["classifier.6", "1000", "4096"],
      ])
  }
}
