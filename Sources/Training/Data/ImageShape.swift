/// The shape of one image, in the order its values lie in memory (the HWC of NHWC).
package struct ImageShape: Equatable, Sendable {
  package let height: Int
  package let width: Int
  package let channels: Int

  package init(height: Int, width: Int, channels: Int) {
    (self.height, self.width, self.channels) = (height, width, channels)
  }

  /// Values in one image.
  package var count: Int { height * width * channels }
}
