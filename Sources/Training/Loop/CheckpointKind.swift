/// Why a checkpoint was written.
package enum CheckpointKind: String, Sendable {
  /// Every so many steps, to resume from.
  case periodic
  /// The best test accuracy so far.
  case best
  /// The end of the run.
  case final
}
