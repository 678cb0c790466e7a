/// The network to train.
package struct ModelSpec: Codable, Hashable, Sendable {
  package var name: Name
  /// The number of outputs: the classes of the data set.
  package var classes: Int

  package enum Name: String, Codable, CaseIterable, Sendable {
    case resnet8
    case resnet20
    case resnet32
    case resnet56
    case vggSmall = "vgg-small"
    case resnet18
    case resnet34
    case resnet50
    case resnet101
    case resnet152
    case vgg16bn
    case squeezeNext23x2 = "squeezenext-23-2x"

    /// The sides of the images that the network is for.
    package var sides: ClosedRange<Int> {
      switch self {
      case .resnet8, .resnet20, .resnet32, .resnet56, .vggSmall: 28...32
      case .resnet18, .resnet34, .resnet50, .resnet101, .resnet152, .vgg16bn, .squeezeNext23x2:
        224...224
      }
    }
  }

  /// - Parameter dataset: decides how many classes there are by default.
  init(_ reader: FieldReader, for dataset: DatasetSpec.Name) {
    name = reader.requiredChoice(
      "name", standIn: Name.fitting(dataset).first ?? .resnet20,
      about: "Its architecture: up to vgg-small for images of 28 or 32 pixels, then for 224.")
    classes = reader.integer(
      "classes", in: 2...100_000, default: dataset.classes,
      about: "The number of outputs: by default the classes of the data set.")
  }

  /// Why the network cannot take the images of a data set; nil if it can.
  func misfit(_ dataset: DatasetSpec.Name) -> String? {
    if name.sides.contains(dataset.side) { return nil }
    let sides = Set([name.sides.lowerBound, name.sides.upperBound]).sorted().map(String.init)
    return "\(name.rawValue) takes images of \(sides.joined(separator: " to ")) pixels a side, and "
      + "\(dataset.rawValue) has \(dataset.side); for those there are "
      + Name.fitting(dataset).map(\.rawValue).joined(separator: ", ")
  }
}

extension ModelSpec.Name {
  /// The networks for the images of a data set.
  fileprivate static func fitting(_ dataset: DatasetSpec.Name) -> [ModelSpec.Name] {
    allCases.filter { $0.sides.contains(dataset.side) }
  }
}
