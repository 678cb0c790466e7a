import Foundation
import Networks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct PackedNetworkTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try SmallDataset.write(to: folder)
  }

  private func trained(_ configuration: TrainingConfiguration) throws -> TrainingResult {
    try SmallDataset.train(configuration, in: folder)
  }

  private func network(_ configuration: TrainingConfiguration) throws -> Network {
    let graph = try #require(Architecture.named("resnet8")).graph(
      inputShape: [SmallDataset.side, SmallDataset.side, 1], classes: 10)
    return try Network(
      graph.quantized(configuration.quantization), quantization: configuration.quantization,
      batchSize: 4, in: ComputeContext(threads: 1))
  }

  /// It computes the same bits as the checkpoint, from as many bytes as the model is said to have.
  @Test(
    arguments: [(2, .lsq), (3, .lsqPlus), (5, .minError), (8, .pact)] as [(Int, QuantizationMethod)]
  )
  func aPackedNetworkIsTheTrainedOne(bits: Int, method: QuantizationMethod) throws {
    var configuration = SmallDataset.configuration(in: folder, bits: bits)
    configuration.quantization.method = method
    configuration.epochs = 1
    let result = try trained(configuration)
    let file = try #require(result.packedNetwork)
    let tensors = try Safetensors(contentsOf: file).tensors
    #expect(tensors.values.reduce(0) { $0 + $1.bytes.count } == result.modelBytes)
    var outputs: [[Float]] = []
    for start in [result.finalCheckpoint, file] {
      let network = try network(configuration)
      try SavedWeights(contentsOf: start).start(network)
      network.input.copy((0..<network.input.count).map { Float($0 % 17) / 8 - 1 })
      network.forward(ForwardPass(trains: false))
      outputs.append(network.output.values)
    }
    #expect(outputs[0] == outputs[1])
    #expect(outputs[0].contains { $0 != outputs[0][0] })
  }

  /// 2-bit codes as NumPy unpacks them: `unpackbits(bytes, bitorder="little")`.
  @Test func codesLieLeastSignificantBitFirst() throws {
    let configuration = SmallDataset.configuration(in: folder, bits: 2)
    let network = try network(configuration)
    InitialWeights.fill(network, seed: 1)
    network.forward(ForwardPass(trains: true))
    let id = "stage1.block1.conv1.weight"
    let step = try #require(network.quantizer(id)).stepSize
    network.parameters[id].value.data.update(from: [-2, 1, 0, -1].map { $0 * step }, count: 4)
    let file = folder.url.appending(path: "packed.safetensors")
    let normalization = Normalization(mean: [0.25], standardDeviation: [0.5])
    try PackedNetwork(of: network, model: "resnet8", normalization: normalization).write(to: file)
    let content = try Safetensors(contentsOf: file)
    #expect(
      content.metadata["normalization"] == #"{"mean":[0.25],"standardDeviation":[0.5]}"#)
    let bytes = try #require(content.tensors[id]?.elements(as: UInt8.self))
    #expect(bytes[0] == 0b01_10_11_00)
    #expect(bytes.count == 16 * 16 * 9 / 4)
  }

  @Test func inFloat32ThereIsNone() throws {
    var configuration = SmallDataset.configuration(in: folder, bits: nil)
    configuration.epochs = 1
    #expect(try trained(configuration).packedNetwork == nil)
  }

  @Test func codesThatAreNotAllThereAreRefused() throws {
    var configuration = SmallDataset.configuration(in: folder, bits: 3)
    configuration.epochs = 1
    let file = try #require(trained(configuration).packedNetwork)
    var content = try Safetensors(contentsOf: file)
    let id = "stage1.block1.conv1.weight"
    let bytes = try #require(content.tensors[id]?.elements(as: UInt8.self))
    content.tensors[id] = SafetensorsTensor(Array(bytes.dropLast()))
    try content.write(to: file)
    let error = #expect(throws: TrainingError.self) { _ = try SavedWeights(contentsOf: file) }
    #expect(
      error
        == .unusableCheckpoint(
          path: file.path, reason: "\(id) is not packed codes of 3 bits and shape [16, 16, 3, 3]"))
  }

  /// What no network has must be told, not trap: the file may be anyone's.
  @Test(arguments: [
    (#"{"bits":3,"lowest":9223372036854775807,"shape":[4]}"#, "codes of 3 bits and shape [4]"),
    (
      #"{"bits":8,"lowest":-128,"shape":[4611686018427387904]}"#,
      "codes of 8 bits and shape [4611686018427387904]"
    ),
    (#"{"bits":64,"lowest":0,"shape":[4]}"#, "codes of 64 bits and shape [4]"),
  ])
  func codesOfNoQuantizerAreRefused(codes: String, reason: String) throws {
    let file = folder.url.appending(path: "x.safetensors")
    try Safetensors(
      [
        "a.weight": SafetensorsTensor([0, 255] as [UInt8]),
        "a.weight.stepSize": SafetensorsTensor([Float(1)]),
      ], metadata: ["quantizers": #"{"a.weight":\#(codes)}"#]
    ).write(to: file)
    let error = #expect(throws: TrainingError.self) { _ = try SavedWeights(contentsOf: file) }
    #expect(
      error
        == .unusableCheckpoint(path: file.path, reason: "a.weight is not packed \(reason)"))
  }
}
