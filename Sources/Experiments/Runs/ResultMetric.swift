/// The metrics that sum a training job up, recorded once at its last step.
package enum ResultMetric: String, CaseIterable, Sendable {
  /// The highest test accuracy of any epoch, 0...1.
  case bestTestAccuracy
  /// Bytes of the network: quantized weights at their bits, everything else in float32.
  case modelBytes
  /// Training images a second over all steps, evaluation left out.
  case meanImagesPerSecond
  /// Seconds that the last attempt trained, evaluation included.
  case trainSeconds
}
