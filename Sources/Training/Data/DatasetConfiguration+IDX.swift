import Foundation

extension DatasetConfiguration {
  /// Reads the four files of MNIST, or of a data set made in its image: grey images, ten classes.
  func loadIDX(defaultFolder: String?) throws -> ImageDataset {
    let known = defaultFolder.map { URL(filePath: $0, directoryHint: .isDirectory) }
    guard let folder = folder ?? known else { throw DataError.noFolder(dataset: name) }
    let training = try IDXSplit("train", in: folder)
    let test = try IDXSplit("t10k", in: folder)
    guard training.shape == test.shape else {
      throw DataError.mismatch(
        path: test.path, what: "the size of images",
        expected: "\(training.shape.height) x \(training.shape.width), as in training,",
        found: "\(test.shape.height) x \(test.shape.width)")
    }
    let normalization = Normalization(of: training.pixels, channels: 1)
    return ImageDataset(
      shape: training.shape, classes: IDXSplit.classes,
      training: training.images(normalization), test: test.images(normalization),
      normalization: normalization, augmentation: augmentation, workers: 1)
  }
}

/// The images and the labels of one split.
private struct IDXSplit {
  static let classes = 10

  let path: String
  let shape: ImageShape
  let pixels: [UInt8]
  let labels: [Int32]

  init(_ prefix: String, in folder: URL) throws {
    let images = try IDXFile("\(prefix)-images-idx3-ubyte", in: folder, rank: 3)
    let classes = try IDXFile("\(prefix)-labels-idx1-ubyte", in: folder, rank: 1)
    guard classes.values.count == images.dimensions[0] else {
      throw DataError.mismatch(
        path: classes.path, what: "the number of labels",
        expected: "\(images.dimensions[0]), one for each image,", found: "\(classes.values.count)")
    }
    if let place = classes.values.firstIndex(where: { $0 >= Self.classes }) {
      // Eight bytes of header stand before the labels.
      throw DataError.malformed(
        path: classes.path, offset: 8 + place,
        reason: "label \(classes.values[place]) is not one of 0 to \(Self.classes - 1)")
    }
    path = images.path
    shape = ImageShape(height: images.dimensions[1], width: images.dimensions[2], channels: 1)
    pixels = images.values
    labels = classes.values.map(Int32.init)
  }

  func images(_ normalization: Normalization) -> MemoryImages {
    MemoryImages(shape: shape, pixels: pixels, labels: labels, normalization: normalization)
  }
}
