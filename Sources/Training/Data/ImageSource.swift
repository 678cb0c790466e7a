/// Labelled images of one shape, which can be had one by one, by any thread.
package protocol ImageSource: Sendable {
  /// The shape of every image `render` writes.
  var shape: ImageShape { get }
  /// The class of every image; their count is the number of images.
  var labels: [Int32] { get }

  /// Writes image `index`, augmented and normalised, into `destination` (`shape.count` values,
  /// HWC). Augmentation draws from `generator` alone; without augmentation nothing is drawn.
  func render(
    _ index: Int, augmentation: Augmentation, generator: inout RandomGenerator,
    into destination: UnsafeMutableBufferPointer<Float>) throws
}
