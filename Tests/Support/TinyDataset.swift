package import Foundation

/// A data set in the form of MNIST that a network learns in a few steps: each class is a bright
/// column at its own place.
package enum TinyDataset {
  private static let side = 12

  /// Writes the four IDX files, of 64 images to train on and 20 to test with, into `folder`.
  package static func make(in folder: URL) throws -> URL {
    let url = folder.appending(path: "tiny-mnist")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (part, count) in [("train", 64), ("t10k", 20)] {
      let labels = (0..<count).map { UInt8($0 % 10) }
      let images = labels.enumerated().flatMap { image($1, salt: $0) }
      try Data(IDXBytes.file([count, side, side], images))
        .write(to: url.appending(path: "\(part)-images-idx3-ubyte"))
      try Data(IDXBytes.file([count], labels))
        .write(to: url.appending(path: "\(part)-labels-idx1-ubyte"))
    }
    return url
  }

  private static func image(_ label: UInt8, salt: Int) -> [UInt8] {
    (0..<side * side).map { pixel in
      let noise = UInt8((pixel * 37 + salt * 101) % 64)
      return pixel % side == Int(label) + 1 ? 255 - noise : noise
    }
  }
}
