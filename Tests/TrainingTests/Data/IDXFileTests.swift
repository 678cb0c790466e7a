import Foundation
import TestSupport
import Testing

import Training

@Suite struct IDXFileTests {
  /// The bytes of an IDX file.
  static func bytes(
    type: UInt8 = 8, dimensions: [UInt32], values: [UInt8]
  ) -> [UInt8] {
    [0, 0, type, UInt8(dimensions.count)]
      + dimensions.flatMap { size in withUnsafeBytes(of: size.bigEndian) { Array($0) } } + values
  }

  static let realLabels = "/usr/share/datasets/fashion-mnist/t10k-labels-idx1-ubyte.gz"

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func read(_ bytes: [UInt8], as name: String = "x", rank: Int = 1) throws -> IDXFile {
    try folder.write(bytes, as: name)
    return try IDXFile("x", in: folder.url, rank: rank)
  }

  @Test func plainFilesAreRead() throws {
    let file = try read(Self.bytes(dimensions: [2, 1, 3], values: [1, 2, 3, 4, 5, 255]), rank: 3)
    #expect(file.dimensions == [2, 1, 3])
    #expect(file.values == [1, 2, 3, 4, 5, 255])
  }

  @Test func compressedFilesAreRead() throws {
    let file = try read([UInt8](Data(contentsOf: URL(filePath: Self.realLabels))), as: "x.gz")
    #expect(file.dimensions == [10_000])
    #expect(file.path.hasSuffix("x.gz"))
    #expect((0..<10).allSatisfy { label in file.values.count { $0 == label } == 1_000 })
  }

  @Test func aMissingFileIsNamed() {
    #expect(
      throws: DataError.unreadable(
        path: folder.url.appending(path: "x.gz").path, reason: "No such file or directory")
    ) { try IDXFile("x", in: folder.url, rank: 1) }
  }

  @Test func whatIsCutShortIsCounted() throws {
    let path = folder.url.appending(path: "x").path
    let whole = Self.bytes(dimensions: [4], values: [1, 2, 3, 4])
    #expect(throws: DataError.truncated(path: path, expected: 12, found: 10)) {
      try read([UInt8](whole.prefix(10)))
    }
    #expect(throws: DataError.truncated(path: path, expected: 8, found: 5)) {
      try read([UInt8](whole.prefix(5)))
    }
    #expect(throws: DataError.truncated(path: path, expected: 4, found: 0)) { try read([]) }
  }

  @Test(
    "A compressed file cut anywhere is an error",
    arguments: [3, 15, 100, 2_500, 5_116, 5_117, 5_124])
  func cutCompressed(length: Int) throws {
    let whole = try [UInt8](Data(contentsOf: URL(filePath: Self.realLabels)))
    #expect(throws: DataError.self) { try read([UInt8](whole.prefix(length)), as: "x.gz") }
  }

  @Test(
    "A flipped bit in the data or in the checksum is an error",
    arguments: [200, 2_500, 5_118, 5_124])
  func corruptCompressed(place: Int) throws {
    var bytes = try [UInt8](Data(contentsOf: URL(filePath: Self.realLabels)))
    bytes[place] ^= 1
    let error = try #require(throws: DataError.self) { try read(bytes, as: "x.gz") }
    #expect("\(error)".contains("x.gz"))
  }

  @Test func otherFilesAreRefused() throws {
    let path = folder.url.appending(path: "x").path
    #expect(
      throws: DataError.malformed(
        path: path, offset: 0, reason: "an IDX file of bytes starts with 0 0 8, not [0, 0, 13]")
    ) { try read(Self.bytes(type: 13, dimensions: [1], values: [0, 0, 0, 0])) }
    #expect(
      throws: DataError.mismatch(
        path: path, what: "the number of dimensions", expected: "3", found: "1")
    ) { try read(Self.bytes(dimensions: [1], values: [0]), rank: 3) }
    #expect(
      throws: DataError.malformed(
        path: path, offset: 9, reason: "more bytes than the header announces")
    ) { try read(Self.bytes(dimensions: [1], values: [0, 0])) }
  }

  @Test("A header may announce a terabyte: memory follows what is there", arguments: ["x", "x.gz"])
  func hugeDimensions(name: String) throws {
    let plain = Self.bytes(dimensions: [1 << 20, 1 << 20], values: [7])
    // The same by Python's gzip.compress(plain, mtime=0).
    let compressed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 99, 96, 224, 96, 98, 16, 96, 96, 0, 97, 118, 0, 237, 132,
      132, 3, 13, 0, 0, 0,
    ]
    #expect(
      throws: DataError.truncated(
        path: folder.url.appending(path: name).path, expected: 12 + (1 << 40), found: 13)
    ) { try read(name == "x" ? plain : compressed, as: name, rank: 2) }
  }

  @Test(arguments: [[.max, .max, .max], [1 << 31, 1 << 31, 1], [0, 28, 28]] as [[UInt32]])
  func whatNoFileHoldsIsRefused(dimensions: [UInt32]) throws {
    #expect(
      throws: DataError.malformed(
        path: folder.url.appending(path: "x").path, offset: 4,
        reason: "no file holds an array of \(dimensions)")
    ) { try read(Self.bytes(dimensions: dimensions, values: [0]), rank: 3) }
  }

  @Test func aLinkIsFollowed() throws {
    let values = [UInt8](repeating: 3, count: 100_000)
    try folder.write(Self.bytes(dimensions: [100_000], values: values), as: "data/labels")
    try folder.link("x", to: "data/labels")
    #expect(try IDXFile("x", in: folder.url, rank: 1).values == values)
  }
}
