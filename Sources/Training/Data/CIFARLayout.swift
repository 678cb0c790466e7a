package import Foundation

/// How the binary version of CIFAR-10 or CIFAR-100 lies in files: records of one or two label
/// bytes, the last of them the class, and 3,072 bytes of a 32 x 32 image, red plane first, then
/// green and blue.
package struct CIFARLayout: Sendable {
  package static let shape = ImageShape(height: 32, width: 32, channels: 3)

  /// The folder in the published archive.
  package let archiveFolder: String
  package let trainingFiles: [File]
  package let testFile: File
  package let classes: Int
  /// CIFAR-100 has the superclass before the class.
  package let labelBytes: Int

  package struct File: Sendable {
    package let name: String
    package let images: Int

    package init(name: String, images: Int) {
      (self.name, self.images) = (name, images)
    }
  }

  package init(
    archiveFolder: String, trainingFiles: [File], testFile: File, classes: Int, labelBytes: Int
  ) {
    self.archiveFolder = archiveFolder
    self.trainingFiles = trainingFiles
    self.testFile = testFile
    self.classes = classes
    self.labelBytes = labelBytes
  }

  package static let cifar10 = CIFARLayout(
    archiveFolder: "cifar-10-batches-bin",
    trainingFiles: (1...5).map { File(name: "data_batch_\($0).bin", images: 10_000) },
    testFile: File(name: "test_batch.bin", images: 10_000), classes: 10, labelBytes: 1)

  package static let cifar100 = CIFARLayout(
    archiveFolder: "cifar-100-binary",
    trainingFiles: [File(name: "train.bin", images: 50_000)],
    testFile: File(name: "test.bin", images: 10_000), classes: 100, labelBytes: 2)

  /// The images of `files`, one after the other, NHWC.
  /// - Throws: `DataError` if a file is missing, has more or fewer images than it should, or a
  ///   label is no class.
  package func read(
    _ files: [File], in folder: URL
  ) throws -> (pixels: [UInt8], labels: [Int32]) {
    var pixels: [UInt8] = []
    var labels: [Int32] = []
    pixels.reserveCapacity(files.reduce(0) { $0 + $1.images } * Self.shape.count)
    for file in files {
      let path = folder.appending(path: file.name).path
      var reader = try GzipReader(path)
      let size = labelBytes + Self.shape.count
      let records = try reader.read(file.images * size)
      guard try reader.isAtEnd() else {
        throw DataError.malformed(
          path: path, offset: records.count, reason: "more than \(file.images) images")
      }
      for start in stride(from: 0, to: records.count, by: size) {
        let label = records[start + labelBytes - 1]
        guard label < classes else {
          throw DataError.malformed(
            path: path, offset: start + labelBytes - 1,
            reason: "label \(label) is not one of 0 to \(classes - 1)")
        }
        labels.append(Int32(label))
        Self.append(records[(start + labelBytes)..<(start + size)], to: &pixels)
      }
    }
    return (pixels, labels)
  }

  /// Appends the planes of an image pixel by pixel.
  private static func append(_ planes: ArraySlice<UInt8>, to pixels: inout [UInt8]) {
    let area = shape.height * shape.width
    for place in planes.startIndex..<planes.startIndex + area {
      for plane in 0..<shape.channels { pixels.append(planes[place + plane * area]) }
    }
  }
}
