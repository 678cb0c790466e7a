/// The random changes made to training images; test images have none.
package struct Augmentation: OptionSet, Sendable, Hashable {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  /// Crops at a random place: of a small image padded by 4 black pixels on each side (Lee et al.
  /// 2015, He et al. 2016), of a photograph resized to 256 without padding.
  package static let padCrop = Augmentation(rawValue: 1)
  /// Swaps left and right with probability 1/2.
  package static let mirror = Augmentation(rawValue: 2)
}
