import Networks

extension Architecture {
  /// Throws `TrainingError.invalidConfiguration` for images of a size that it does not take.
  func check(height: Int, width: Int, field: String) throws {
    guard ![height, width].allSatisfy(sides.contains) else { return }
    throw TrainingError.invalidConfiguration(
      field: field,
      reason: "\(name) takes images of \(sides.lowerBound) to \(sides.upperBound) pixels a side, "
        + "not \(height) x \(width)")
  }
}
