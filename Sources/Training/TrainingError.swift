import Foundation

/// Why a run cannot start or go on.
package enum TrainingError: Error, Equatable, Sendable {
  /// A number of the configuration makes no sense; `field` names it.
  case invalidConfiguration(field: String, reason: String)
  /// NaN or infinity: `layer` is the first layer in which it was found.
  case diverged(step: Int, layer: String, reason: String)
  /// A checkpoint that is incomplete, or of another network or run.
  case unusableCheckpoint(path: String, reason: String)
}

extension TrainingError: LocalizedError {
  package var errorDescription: String? {
    switch self {
    case .invalidConfiguration(let field, let reason): "\(field): \(reason)"
    case .diverged(let step, let layer, let reason):
      "training diverged at step \(step), in \(layer): \(reason)"
    case .unusableCheckpoint(let path, let reason): "checkpoint \(path): \(reason)"
    }
  }
}
