/// How a forward pass is made.
package struct ForwardPass: Sendable {
  /// Whether batch-norm uses the batch's statistics, and updates its running ones.
  package var trains: Bool
  /// What is measured of quantizers.
  package var observation: Observation

  package init(trains: Bool, observation: Observation = []) {
    self.trains = trains
    self.observation = observation
  }
}
