import Networks

/// Which network to train. The input's shape comes from the data set.
package struct ModelConfiguration: Sendable, Equatable {
  /// A name of `Architecture`, such as "resnet8" or "resnet20".
  package var name: String
  /// Number of classes, the width of the last layer.
  package var classes: Int

  package init(name: String, classes: Int = 10) {
    self.name = name
    self.classes = classes
  }

  /// - Throws: `TrainingError.invalidConfiguration` for a name of none.
  var architecture: Architecture {
    get throws(TrainingError) {
      guard let architecture = Architecture.named(name) else {
        throw .invalidConfiguration(
          field: "model.name",
          reason: "\(name) is not one of "
            + Architecture.all.map(\.name).joined(separator: ", "))
      }
      return architecture
    }
  }
}
