package import Foundation

/// Which data set to train on, where it is, and how its images are augmented.
package struct DatasetConfiguration: Sendable, Equatable {
  /// One of `names`.
  package var name: String
  /// The folder of its files; nil is where Debian's package installs them, if there is one.
  package var folder: URL?
  package var augmentation: Augmentation

  package init(name: String, folder: URL? = nil, augmentation: Augmentation = []) {
    (self.name, self.folder, self.augmentation) = (name, folder, augmentation)
  }

  /// Reads the data set.
  /// - Throws: `DataError`, naming the file and what is wrong with it.
  package func load() throws -> ImageDataset {
    guard let format = Self.formats[name] else {
      throw DataError.unknownDataset(name: name, known: Self.names)
    }
    return try format(self)
  }

  /// The data sets `load` knows.
  package static var names: [String] { formats.keys.sorted() }

  private static let formats: [String: @Sendable (DatasetConfiguration) throws -> ImageDataset] = [
    "fashion-mnist": { try $0.loadIDX(defaultFolder: "/usr/share/datasets/fashion-mnist") },
    "cifar-10": { try $0.loadCIFAR(.cifar10) },
    "cifar-100": { try $0.loadCIFAR(.cifar100) },
    "imagenet": { try $0.loadImageFolders() },
    "mnist": { try $0.loadIDX(defaultFolder: nil) },
    "synthetic-32": {
      $0.loadSynthetic(side: 32, classes: 10, trainingImages: 10_000, testImages: 1_000)
    },
    "synthetic-224": {
      $0.loadSynthetic(side: 224, classes: 1_000, trainingImages: 512, testImages: 64)
    },
  ]
}
