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
  }

  init(_ reader: FieldReader) {
    name = reader.requiredChoice(
      "name", standIn: .resnet20, about: "Its architecture.")
    classes = reader.integer(
      "classes", in: 2...100_000, default: 10,
      about: "The number of outputs: the classes of the data set.")
  }
}
