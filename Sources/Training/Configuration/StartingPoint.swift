package import Foundation

/// Where the first weights come from.
package enum StartingPoint: Sendable, Equatable {
  /// He initialisation from the run's seed.
  case random
  /// A checkpoint folder or a safetensors file. Parameters are matched by name; step sizes that the
  /// file does not have at the same bits start from the weights and from the first batch.
  case weights(URL)
}
