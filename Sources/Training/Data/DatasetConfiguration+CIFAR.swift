import Foundation

extension DatasetConfiguration {
  /// Reads CIFAR-10 or CIFAR-100 in its binary version (A. Krizhevsky,
  /// cs.toronto.edu/~kriz/cifar.html).
  func loadCIFAR(_ layout: CIFARLayout) throws -> ImageDataset {
    guard let folder else { throw DataError.noFolder(dataset: name) }
    // The folder of the files, or the one the archive was unpacked in.
    let unpacked = folder.appending(path: layout.archiveFolder, directoryHint: .isDirectory)
    let files = FileManager.default.fileExists(atPath: unpacked.path) ? unpacked : folder
    let training = try layout.read(layout.trainingFiles, in: files)
    let test = try layout.read([layout.testFile], in: files)
    let shape = CIFARLayout.shape
    let normalization = Normalization(of: training.pixels, channels: shape.channels)
    func images(_ split: (pixels: [UInt8], labels: [Int32])) -> MemoryImages {
      MemoryImages(
        shape: shape, pixels: split.pixels, labels: split.labels, normalization: normalization)
    }
    return ImageDataset(
      shape: shape, classes: layout.classes, training: images(training), test: images(test),
      normalization: normalization, augmentation: augmentation, workers: 1)
  }
}
