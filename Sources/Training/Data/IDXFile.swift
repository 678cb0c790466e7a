package import Foundation

/// An array of bytes in the IDX format of MNIST (Y. LeCun, yann.lecun.com/exdb/mnist): two zero
/// bytes, the element type (8: unsigned byte), the number of dimensions, each dimension as a
/// big-endian 32-bit word, the elements.
package struct IDXFile {
  package let path: String
  /// Outermost first.
  package let dimensions: [Int]
  package let values: [UInt8]

  /// Reads `name`.gz of `folder`, or `name` if that is not there.
  /// - Throws: `DataError` if the file cannot be read, is cut short, is corrupt, goes on past its
  ///   elements, or has not `rank` dimensions.
  package init(_ name: String, in folder: URL, rank: Int) throws {
    let plain = folder.appending(path: name).path
    let compressed = plain + ".gz"
    path =
      FileManager.default.fileExists(atPath: plain)
        && !FileManager.default.fileExists(atPath: compressed) ? plain : compressed
    var reader = try GzipReader(path)

    let magic = try reader.read(4)
    guard magic[0] == 0, magic[1] == 0, magic[2] == 8 else {
      throw DataError.malformed(
        path: path, offset: 0,
        reason: "an IDX file of bytes starts with 0 0 8, not \(magic.prefix(3))")
    }
    guard Int(magic[3]) == rank else {
      throw DataError.mismatch(
        path: path, what: "the number of dimensions", expected: "\(rank)", found: "\(magic[3])")
    }
    var dimensions: [Int] = []
    for _ in 0..<rank {
      dimensions.append(try reader.read(4).reduce(0) { $0 << 8 | Int($1) })
    }
    self.dimensions = dimensions
    values = try reader.read(try Self.count(dimensions, path: path))
    guard try reader.isAtEnd() else {
      throw DataError.malformed(
        path: path, offset: reader.offset - 1, reason: "more bytes than the header announces")
    }
  }

  /// The product of the dimensions, if a count of bytes can be that and the header's more.
  private static func count(_ dimensions: [Int], path: String) throws -> Int {
    var count = 1
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard dimension > 0, !overflow, product <= .max / 2 else {
        throw DataError.malformed(
          path: path, offset: 4, reason: "no file holds an array of \(dimensions)")
      }
      count = product
    }
    return count
  }
}
