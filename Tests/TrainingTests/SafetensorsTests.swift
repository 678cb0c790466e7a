import Foundation
import TestSupport
import Testing
import Training

@Suite struct SafetensorsTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// What Tests/Golden/make_safetensors.py writes.
  static let golden = Checkout.folder.appending(path: "Tests/Golden/safetensors.safetensors")

  /// A file with this header and so many zeros after it.
  private func file(_ header: String, elements: Int = 0) throws -> URL {
    let length = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) }
    return try folder.write(
      length + Array(header.utf8) + [UInt8](repeating: 0, count: elements), as: "x.safetensors")
  }

  @Test func filesOfTheReferenceImplementationAreRead() throws {
    let file = try Safetensors(contentsOf: Self.golden)
    #expect(file.metadata == ["format": "pt", "note": "line\nbreak, ü"])
    #expect(file.tensors.count == 10)
    let weights = try #require(file.tensors["weights"])
    #expect(weights.type == .f32 && weights.shape == [2, 3, 4])
    #expect(weights.floats == (0..<24).map { Float($0) / 7 })
    let floats: [Float] = [0, -0.0, 1, -1.5, 65504, 0x1p-14, 3.140625, -.infinity]
    #expect(file.tensors["halves"]?.floats == floats)
    #expect(file.tensors["brains"]?.floats == floats.map { $0 == 65504 ? 65536 : $0 })
    #expect(file.tensors["brains"]?.floats?[1].sign == .minus)
    #expect(file.tensors["doubles"]?.elements(as: Double.self) == [1.0 / 3])
    #expect(file.tensors["doubles"]?.floats == [1.0 / 3])
    #expect(file.tensors["counts"]?.elements(as: Int64.self) == [-(1 << 62), 7])
    #expect(file.tensors["codes"]?.elements(as: Int8.self) == [-4, 3, 0])
    #expect(file.tensors["codes"]?.shape == [1, 3])
    #expect(file.tensors["pixels"]?.elements(as: UInt8.self) == [0, 255, 128])
    #expect(file.tensors["scalar"]?.floats == [0.25])
    #expect(file.tensors["scalar"]?.shape == [])
    #expect(file.tensors["empty"]?.shape == [0, 5])
    #expect(file.tensors["empty"]?.floats == [])
    #expect(file.tensors["näme \"quoted\"/slash"]?.elements(as: UInt8.self) == [1])
    #expect(file.tensors["codes"]?.floats == nil)
    #expect(file.tensors["weights"]?.elements(as: Double.self) == nil)
  }

  @Test("What is written is read again, and the same content gives the same bytes")
  func roundTrip() throws {
    let original = try Safetensors(contentsOf: Self.golden)
    let copies = try ["a", "b"].map { name in
      let file = folder.url.appending(path: name)
      try original.write(to: file)
      #expect(try Safetensors(contentsOf: file) == original)
      return try Data(contentsOf: file)
    }
    #expect(copies[0] == copies[1])
    // The elements begin at a multiple of eight.
    #expect(copies[0][0] % 8 == 0)
  }

  @Test func anEmptyFileHasAHeader() throws {
    let file = folder.url.appending(path: "empty")
    try Safetensors().write(to: file)
    #expect(try Data(contentsOf: file) == Data([8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8)))
    #expect(try Safetensors(contentsOf: file) == Safetensors())
  }

  @Test func writingReplacesAndLeavesNothingBehind() throws {
    let file = folder.url.appending(path: "x")
    for value in [Float(1), 2] {
      try Safetensors(["a": SafetensorsTensor([value])]).write(to: file)
    }
    #expect(try Safetensors(contentsOf: file).tensors["a"]?.floats == [2])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["x"])
    let elsewhere = folder.url.appending(path: "missing/x")
    let error = #expect(throws: DataError.self) { try Safetensors().write(to: elsewhere) }
    #expect("\(error, default: "")".contains("missing/x"))
  }

  @Test func aFileCutAnywhereIsAnError() throws {
    let whole = try [UInt8](Data(contentsOf: Self.golden))
    for length in 0..<whole.count {
      let file = try folder.write([UInt8](whole.prefix(length)), as: "x.safetensors")
      #expect(throws: DataError.self, "\(length)") { try Safetensors(contentsOf: file) }
    }
    let path = folder.url.appending(path: "x.safetensors").path
    let cut = try folder.write([UInt8](whole.prefix(whole.count - 1)), as: "x.safetensors")
    #expect(
      throws: DataError.truncated(path: path, expected: whole.count, found: whole.count - 1)
    ) { try Safetensors(contentsOf: cut) }
  }

  @Test(
    "Headers that do not describe the file are refused",
    arguments: [
      ("", 0), ("[]", 0), ("{", 0), (#"{"a":1}"#, 0),
      // Longer and shorter than its elements.
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 9),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7),
      (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#, 8),
      (#"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#, 8),
      (#"{"a":{"dtype":"X9","shape":[2],"data_offsets":[0,8]}}"#, 8),
      // 2^62 elements of four bytes overflow.
      (#"{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}"#, 0),
      (
        #"{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,9223372036854775807]}}"#,
        8
      ),
      // Overlap, and a hole.
      (
        #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}"#,
        6
      ),
      (
        #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[5,9]}}"#,
        9
      ),
      (#"{"__metadata__":{"a":1}}"#, 0), (#"{"__metadata__":"a"}"#, 0),
    ])
  func badHeaders(header: String, elements: Int) throws {
    let file = try file(header, elements: elements)
    let error = #expect(throws: DataError.self) { try Safetensors(contentsOf: file) }
    #expect("\(error, default: "")".contains(file.path))
  }

  @Test func aHeaderOfAbsurdLengthIsNotRead() throws {
    for length in [[UInt8](repeating: 255, count: 8), [0, 225, 245, 6, 0, 0, 0, 0]] {
      let file = try folder.write(length + [UInt8](repeating: 32, count: 100), as: "x")
      #expect(throws: DataError.self) { try Safetensors(contentsOf: file) }
    }
  }

  @Test func aFileOfTorchSaveIsToldFromOneThatIsDamaged() throws {
    let file = try folder.write(Array("PK\u{3}\u{4}".utf8) + [0, 0, 8, 8, 0, 0], as: "x.pt")
    let error = #expect(throws: DataError.self) { try Safetensors(contentsOf: file) }
    #expect("\(error, default: "")".contains("x.pt: at byte 0: a zip archive, as torch.save"))
  }

  @Test func aMissingFileIsNamed() {
    let file = folder.url.appending(path: "nothing")
    #expect(throws: DataError.unreadable(path: file.path, reason: "No such file or directory")) {
      try Safetensors(contentsOf: file)
    }
  }
}
