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

    /// Where Debian's package puts the files; nil if there is no package and a path must be given.
    package var defaultPath: String? {
      switch self {
      case .fashionMNIST: "/usr/share/datasets/fashion-mnist"
      case .mnist: nil
      }
    }
  }

  package enum Augmentation: String, Codable, CaseIterable, Sendable {
    /// Pads with 4 pixels on each side and crops the old size at a random place.
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
    if path == nil, name.defaultPath == nil {
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

  /// The folder to read: the given one, else the package's.
  package var folder: String { path ?? name.defaultPath ?? "" }
}
