import Foundation
import TestSupport
import Testing

/// `staircase train` on small real files of each data set.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DatasetTests {
  private static let photographs = Checkout.folder.appending(path: "Tests/Golden/photographs")

  @Test(
    "CIFAR's binary files are trained on",
    arguments: [("cifar-10", "vgg-small"), ("cifar-100", "resnet20")])
  func cifar(_ name: String, _ model: String) async throws {
    let folder = try Scratch.folder()
    let (training, test, labels) =
      name == "cifar-10"
      ? (
        (1...5).map { "cifar-10-batches-bin/data_batch_\($0).bin" },
        "cifar-10-batches-bin/test_batch.bin", 1
      )
      : (["cifar-100-binary/train.bin"], "cifar-100-binary/test.bin", 2)
    for file in training + [test] {
      try Self.write(Self.records(16, labelBytes: labels), to: folder.appending(path: file))
    }
    let (status, text) = try await Self.train(
      """
      {"dataset": {"name": "\(name)", "path": "\(folder.path)"}, "model": {"name": "\(model)"},
       "quantizer": {"weightBits": 3, "activationBits": 3}, "epochs": 1, "batchSize": 16}
      """)
    #expect(status == 0 && text.contains("test accuracy"), "\(text)")

    let cut = folder.appending(path: training[0])
    try Self.write(Self.records(16, labelBytes: labels).dropLast(), to: cut)
    let (failure, reason) = try await Self.train(
      #"{"dataset": {"name": "\#(name)", "path": "\#(folder.path)"}, "model": {"name": "resnet8"}}"#
    )
    #expect(failure != 0 && reason.contains("\(cut.path): ends after"), "\(reason)")
  }

  @Test("A folder of JPEG files is trained on, and a damaged one is named")
  func imagenet() async throws {
    let folder = try Scratch.folder()
    for (index, file) in ["landscape", "grey", "small", "progressive"].enumerated() {
      let bytes = try Data(contentsOf: Self.photographs.appending(path: "\(file).jpg"))
      for split in ["train", "val"] {
        try Self.write(bytes, to: folder.appending(path: "\(split)/n\(index % 2)/\(file).jpeg"))
      }
    }
    let spec = """
      {"dataset": {"name": "imagenet", "path": "\(folder.path)"}, "model": {"name": "resnet18"},
       "quantizer": {"weightBits": 2, "activationBits": 2}, "epochs": 1, "batchSize": 4}
      """
    let (status, text) = try await Self.train(spec)
    #expect(status == 0 && text.contains("test accuracy"), "\(text)")

    let file = folder.appending(path: "train/n0/landscape.jpeg")
    try Self.write(Data(contentsOf: file).prefix(2000), to: file)
    let (failure, reason) = try await Self.train(spec)
    #expect(failure != 0 && reason.contains(file.path), "\(reason)")
  }

  @Test("A network that does not fit the images is refused before anything is read")
  func misfit() async throws {
    let (status, text) = try await Self.train(
      #"{"dataset": {"name": "fashion-mnist"}, "model": {"name": "resnet50"}}"#)
    #expect(status != 0)
    #expect(text.contains("resnet50 takes images of 224 pixels a side"), "\(text)")
  }

  private static func records(_ count: Int, labelBytes: Int) -> Data {
    var bytes = Data()
    for i in 0..<count {
      bytes.append(contentsOf: (0..<labelBytes).map { UInt8((i + $0) % 10) })
      bytes.append(contentsOf: (0..<3072).map { UInt8(truncatingIfNeeded: $0 &* (7 + i)) })
    }
    return bytes
  }

  private static func write(_ data: Data, to file: URL) throws {
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// Runs `staircase train`. Returns its exit status and all that it wrote.
  private static func train(_ spec: String) async throws -> (Int32, String) {
    let out = try Scratch.folder().appending(path: "out").path
    let run = try await ProgramRun.of(["train", "-", "--out", out], input: spec)
    return (run.status, run.output + run.errors)
  }
}
