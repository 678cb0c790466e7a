package import Foundation
import Synchronization

/// Photographs in JPEG or PNG files, a folder for each class, decoded when they are asked for: the
/// layout and the preparation of ImageNet (He et al. 2016; torchvision's `ImageFolder`,
/// `Resize(256)`, `RandomCrop(224)` or `CenterCrop(224)`).
///
/// The shorter side of an image is resized to 256 pixels; a square of 224 is cut from its middle,
/// or with `Augmentation.padCrop` from a random place. Rotations noted in EXIF are ignored, as by
/// torchvision.
package final class ImageFolder: ImageSource {
  package static let resizedSide = 256
  package static let side = 224
  /// Of ImageNet, the values every published network was trained with.
  package static let normalization = Normalization(
    mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225])

  package let shape = ImageShape(height: side, width: side, channels: 3)
  package let labels: [Int32]
  /// Names of the folders, sorted; a label is an index of them.
  package let classes: [String]
  private let folder: String
  private let files: [String]
  /// Buffers that no thread uses right now.
  private let idle = Mutex<[PhotographCrop]>([])

  /// Lists `folder`; its images are ordered by class, then by name.
  /// - Parameter known: the classes of the training images, for the test images to be numbered by.
  /// - Throws: `DataError` if there is no folder, no class, a class without an image, or one not in
  ///   `known`.
  package init(_ folder: URL, known: [String]? = nil) throws {
    let found = try Self.list(folder).filter { Self.isFolder(folder.appending(path: $0)) }
    guard !found.isEmpty else {
      throw DataError.mismatch(
        path: folder.path, what: "the number of class folders", expected: "one for each class",
        found: "0")
    }
    let classes = known ?? found
    var labels: [Int32] = []
    var files: [String] = []
    for name in found {
      guard let label = classes.firstIndex(of: name) else {
        throw DataError.mismatch(
          path: folder.path, what: "a class", expected: "a class of the training images",
          found: "\"\(name)\"")
      }
      let place = folder.appending(path: name, directoryHint: .isDirectory)
      let images = try Self.list(place).filter(Self.isPhotograph)
      guard !images.isEmpty else {
        throw DataError.mismatch(
          path: place.path, what: "the number of .jpeg, .jpg and .png files",
          expected: "one or more", found: "0")
      }
      files += images
      labels += [Int32](repeating: Int32(label), count: images.count)
    }
    self.classes = classes
    self.folder = folder.path
    self.files = files
    self.labels = labels
  }

  package func render(
    _ index: Int, augmentation: Augmentation, generator: inout RandomGenerator,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    var crop = idle.withLock { $0.popLast() } ?? PhotographCrop()
    defer { idle.withLock { $0.append(crop) } }
    let path = "\(folder)/\(classes[Int(labels[index])])/\(files[index])"
    let (full, decoded) = try PhotographFile.decode(
      path, shorterSide: Self.resizedSide, into: &crop.pixels)
    let resized = Self.resized(full)
    var (top, left) = (resized.height - Self.side, resized.width - Self.side)
    if augmentation.contains(.padCrop) {
      (top, left) = (generator.below(top + 1), generator.below(left + 1))
    } else {
      // Halves go to the even side, as Python rounds in `CenterCrop`.
      top = Int((Double(top) / 2).rounded(.toNearestOrEven))
      left = Int((Double(left) / 2).rounded(.toNearestOrEven))
    }
    crop.write(
      decoded: decoded, resized: resized, top: top, left: left, side: Self.side,
      mirrored: augmentation.contains(.mirror) && generator.below(2) == 1,
      normalization: Self.normalization, into: destination)
  }

  /// The size whose shorter side is 256; the longer is rounded down, as in torchvision.
  private static func resized(_ size: PhotographFile.Size) -> PhotographFile.Size {
    let shorter = min(size.height, size.width)
    return PhotographFile.Size(
      height: resizedSide * size.height / shorter, width: resizedSide * size.width / shorter)
  }

  /// The names in a folder, or in one that is linked to: Foundation lists none when it is asked by
  /// URL for what a link leads to.
  private static func list(_ folder: URL) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw DataError.unreadable(folder, error)
    }
  }

  /// Whether there is a folder, or a link to one.
  private static func isFolder(_ url: URL) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  private static func isPhotograph(_ name: String) -> Bool {
    ["jpeg", "jpg", "png"].contains((name as NSString).pathExtension.lowercased())
  }
}
