import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training

/// Starting from safetensors files with PyTorch's names.
@Suite struct SavedWeightsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static func network(
    _ name: String, side: Int = 8, classes: Int = 10
  ) throws -> Network {
    let graph = try #require(Architecture.named(name)).graph(
      inputShape: [side, side, 3], classes: classes)
    return try Network(
      graph,
      quantization: QuantizationConfiguration(method: .none, weightBits: 8, activationBits: 8),
      batchSize: 2, in: ComputeContext(threads: 1))
  }

  /// A file whose tensors each have a value of their own throughout, and those values.
  private func write(
    _ shapes: [(name: String, shape: [Int])]
  ) throws -> (file: URL, values: [String: [Float]]) {
    var tensors: [String: SafetensorsTensor] = [:]
    var values: [String: [Float]] = [:]
    for (position, (name, shape)) in shapes.enumerated() {
      let v = [Float](repeating: 0.01 * Float(position + 1), count: shape.reduce(1, *))
      values[name] = v
      tensors[name] = SafetensorsTensor(v, shape: shape)
    }
    let file = folder.url.appending(path: "\(UUID().uuidString).safetensors")
    try Safetensors(tensors).write(to: file)
    return (file, values)
  }

  private static func norm(_ name: String, _ channels: Int) -> [(name: String, shape: [Int])] {
    ["weight", "bias", "running_mean", "running_var"].map { ("\(name).\($0)", [channels]) }
      + [("\(name).num_batches_tracked", [])]
  }

  /// The state of a pre-activation ResNet-18 whose modules are named as torchvision names those of
  /// its ResNets.
  private static let resnet18: [(name: String, shape: [Int])] = {
    var shapes: [(name: String, shape: [Int])] = [("conv1.weight", [64, 3, 7, 7])]
    shapes += norm("bn1", 64)
    var inputs = 64
    for (stage, channels) in [64, 128, 256, 512].enumerated() {
      for block in 0..<2 {
        let name = "layer\(stage + 1).\(block)"
        shapes += norm("\(name).bn1", inputs) + norm("\(name).bn2", channels)
        shapes.append(("\(name).conv1.weight", [channels, inputs, 3, 3]))
        shapes.append(("\(name).conv2.weight", [channels, channels, 3, 3]))
        if inputs != channels {
          shapes.append(("\(name).downsample.0.weight", [channels, inputs, 1, 1]))
        }
        inputs = channels
      }
    }
    return shapes + norm("norm", 512) + [("fc.weight", [10, 512]), ("fc.bias", [10])]
  }()

  @Test func aResNetIsReadByTorchvisionsModuleNames() throws {
    let (file, values) = try write(Self.resnet18)
    let network = try Self.network("resnet18", side: 32)
    try SavedWeights(contentsOf: file).start(network)
    for (ours, theirs) in [
      ("stem.weight", "conv1.weight"), ("stemNorm.bias", "bn1.bias"),
      ("stage1.block1.bn1.weight", "layer1.0.bn1.weight"),
      ("stage3.block1.shortcut.weight", "layer3.0.downsample.0.weight"),
      ("stage4.block2.conv2.weight", "layer4.1.conv2.weight"), ("fc.weight", "fc.weight"),
    ] {
      #expect(network.parameters[ours].value.values == values[theirs], "\(ours)")
    }
    #expect(
      network.parameters.statistic("stage2.block2.bn2.running_var").values
        == values["layer2.1.bn2.running_var"])
  }

  @Test func whatIsOfAnotherNetworkIsRefusedAndNamed() throws {
    func reason(_ shapes: [(name: String, shape: [Int])]) throws -> String {
      let (file, _) = try write(shapes)
      let network = try Self.network("resnet18", side: 32)
      let error = #expect(throws: TrainingError.self) {
        try SavedWeights(contentsOf: file).start(network)
      }
      return "\(error?.localizedDescription ?? "") \(file.path)"
    }
    // torchvision's own ResNet-18: batch-norm after each convolution.
    let after = try reason(Self.resnet18 + Self.norm("layer2.0.downsample.1", 128))
    #expect(
      after.contains("normalises after each convolution (it has layer2.0.downsample.1.weight)"))
    let deeper = try reason(Self.resnet18 + [("layer1.2.conv1.weight", [64, 64, 3, 3])])
    #expect(deeper.contains("it has layer1.2.conv1.weight, for which the network has no place"))
    let headless = try reason(Self.resnet18.filter { !$0.name.hasPrefix("norm.") })
    #expect(headless.contains("it has no norm.weight"))
    let wide = try reason(
      Self.resnet18.filter { $0.name != "fc.weight" } + [("fc.weight", [1000, 512])])
    #expect(wide.contains("fc.weight is F32 of shape [1000, 512], not floating point of [10, 512]"))
    let biased = try reason(Self.resnet18 + [("layer1.0.conv2.bias", [64])])
    #expect(biased.contains("it has stage1.block1.conv2.bias"))
  }

  @Test(arguments: ["missing.safetensors", "missing"])
  func whatIsMissingIsNamed(name: String) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "nowhere/\(name)")
    let file = name == "missing" ? "missing/checkpoint.safetensors" : name
    do {
      _ = try SavedWeights(contentsOf: url)
      Issue.record("it was read")
    } catch {
      #expect("\(error)".contains("nowhere/\(file): No such file"))
    }
  }

  /// PyTorch's VGG has biases before its batch-norms: with them the network computes what it does
  /// with the running means lowered by as much.
  @Test func biasesOfVGGMoveIntoTheRunningMeans() throws {
    let network = try Self.network("vgg-small")
    var shapes: [(name: String, shape: [Int])] = []
    for layer in network.graph.layers {
      shapes.append(("\(layer.name).weight", layer.weightShape))
      shapes.append(("\(layer.name).bias", [layer.weightShape[0]]))
    }
    for node in network.graph.nodes {
      if case .batchNormalization = node.operation {
        shapes += Self.norm(node.name, node.shape[2])
      }
    }
    let (file, values) = try write(shapes)
    try SavedWeights(contentsOf: file).start(network)
    let mean = try #require(values["features.1.running_mean"])
    let bias = try #require(values["features.0.bias"])
    #expect(
      network.parameters.statistic("features.1.running_mean").values
        == zip(mean, bias).map { $0 - $1 })
    #expect(network.parameters["classifier.0.bias"].value.values == values["classifier.0.bias"])
  }
}
