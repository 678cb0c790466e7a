/// The images to train and test on.
package struct DatasetSpec: Codable, Hashable, Sendable {
  package var name: Name
  /// The folder of its files on the worker's machine; nil for where the package installs them.
  package var path: String?
  /// What is done to training images, in this order; test images are only normalised.
  package var augment: [Augmentation]

  private enum CodingKeys: CodingKey {
    case name, path, augment
  }

  package enum Name: String, Codable, CaseIterable, Sendable {
    case fashionMNIST = "fashion-mnist"
    case mnist
    case cifar10 = "cifar-10"
    case cifar100 = "cifar-100"
    /// Folders `train` and `val` of JPEG and PNG files, in a folder a class.
    case imagenet
    /// Random pixels with random labels, of CIFAR's size: for timing, as nothing can be learned
    /// from them.
    case synthetic32 = "synthetic-32"
    /// The same, of ImageNet's size.
    case synthetic224 = "synthetic-224"

    /// Where Debian's package puts the files; nil if there is no package.
    package var defaultPath: String? {
      self == .fashionMNIST ? "/usr/share/datasets/fashion-mnist" : nil
    }

    /// Whether there are no files: the images are made up.
    package var isSynthetic: Bool { self == .synthetic32 || self == .synthetic224 }

    /// The classes of the published data set.
    package var classes: Int {
      switch self {
      case .fashionMNIST, .mnist, .cifar10, .synthetic32: 10
      case .cifar100: 100
      case .imagenet, .synthetic224: 1000
      }
    }

    /// Height and width of an image as a network gets it.
    package var side: Int {
      switch self {
      case .fashionMNIST, .mnist: 28
      case .cifar10, .cifar100, .synthetic32: 32
      case .imagenet, .synthetic224: 224
      }
    }
  }

  package enum Augmentation: String, Codable, CaseIterable, Sendable {
    /// Crops at a random place: a small image padded with 4 pixels on each side, a photograph as it
    /// is.
    case padCrop = "pad-crop"
    /// Mirrors left and right, one image in two.
    case mirror
  }

  init(_ reader: FieldReader) {
    name = reader.requiredChoice(
      "name", standIn: .fashionMNIST, about: "Which data set.")
    path = reader.optionalText(
      "path", example: "/usr/share/datasets/fashion-mnist",
      about: "The folder of its files on the worker; null for where its package installs them.")
    augment = reader.choices(
      "augment", default: [.padCrop, .mirror],
      about: "What is done to training images, in this order.")
    if name.isSynthetic, path != nil {
      reader.report("path", "must be null: \(name.rawValue) has no files, its images are made up")
    } else if path == nil, name.defaultPath == nil, !name.isSynthetic {
      reader.report("path", "is required for \(name.rawValue): the folder of its files")
    }
  }

  /// Writes what is not given as null, so that every key shows.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(path, forKey: .path)
    try container.encode(augment, forKey: .augment)
  }

  /// The folder to read: the given one, else the package's; nil if there are no files.
  package var folder: String? { path ?? name.defaultPath }
}
