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
    /// As many as were published; a part of the data set may have fewer.
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
  /// - Throws: `DataError` if a file is missing, ends within an image, has more images than were
  ///   published or not as many as its siblings, or a label is no class.
  package func read(
    _ files: [File], in folder: URL
  ) throws -> (pixels: [UInt8], labels: [Int32]) {
    var pixels: [UInt8] = []
    var labels: [Int32] = []
    let size = labelBytes + Self.shape.count
    var found: [Int] = []
    for file in files {
      let path = folder.appending(path: file.name).path
      let records = try readRecords(of: file, path: path)
      found.append(records.count / size)
      guard file.images != files[0].images || found.last == found.first else {
        throw DataError.mismatch(
          path: path, what: "the number of images",
          expected: "\(found[0]), as in \(files[0].name),",
          found: "\(records.count / size)")
      }
      pixels.reserveCapacity(pixels.count + records.count)
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

  private func readRecords(of file: File, path: String) throws -> [UInt8] {
    let size = labelBytes + Self.shape.count
    var reader = try GzipReader(path)
    // One byte more than there should be tells that there is more.
    let records = try reader.readToEnd(atMost: file.images * size + 1)
    guard records.count <= file.images * size else {
      throw DataError.malformed(
        path: path, offset: file.images * size, reason: "more than \(file.images) images")
    }
    guard records.count % size == 0, !records.isEmpty else {
      throw DataError.truncated(
        path: path, expected: (records.count / size + 1) * size, found: records.count)
    }
    return records
  }

  /// Appends the planes of an image pixel by pixel.
  private static func append(_ planes: ArraySlice<UInt8>, to pixels: inout [UInt8]) {
    let area = shape.height * shape.width
    for place in planes.startIndex..<planes.startIndex + area {
      for plane in 0..<shape.channels { pixels.append(planes[place + plane * area]) }
    }
  }
}
