import Foundation
import TestSupport
import Training

/// The first images of Fashion-MNIST as a data set of its own, so that a test trains in seconds.
enum FashionMNISTSubset {
  private static let source = URL(filePath: "/usr/share/datasets/fashion-mnist")

  /// Writes the four IDX files, not compressed, into a new folder.
  static func make(training: Int, test: Int) throws -> URL {
    let folder = try Scratch.folder()
    for (part, count) in [("train", training), ("t10k", test)] {
      try write("\(part)-images-idx3-ubyte", rank: 3, first: count, to: folder)
      try write("\(part)-labels-idx1-ubyte", rank: 1, first: count, to: folder)
    }
    return folder
  }

  private static func write(_ name: String, rank: Int, first count: Int, to folder: URL) throws {
    let whole = try IDXFile(name, in: source, rank: rank)
    let sizes = [count] + whole.dimensions.dropFirst()
    try Data(IDXBytes.file(sizes, whole.values.prefix(sizes.reduce(1, *))))
      .write(to: folder.appending(path: name))
  }
}
