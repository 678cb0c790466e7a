import Foundation
import Tensors
import TestSupport
import Testing
import Training

@Suite struct ImageFolderTests {
  /// What Tests/Golden/make_photographs.py writes.
  static let golden = Checkout.folder.appending(path: "Tests/Golden")

  /// Pillow's pixels of some photographs.
  private struct Expected: Decodable {
    struct Image: Decodable {
      let file: String
      let resized: [Int]
      /// y, x, red, green, blue.
      let pixels: [[Int]]
    }
    let version: Int
    let images: [Image]
  }

  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func photograph(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: Self.golden.appending(path: "photographs/\(name)")))
  }

  private func render(
    _ images: ImageFolder, _ index: Int = 0, _ augmentation: Augmentation = [], seed: UInt64 = 0
  ) throws -> Tensor {
    var generator = RandomGenerator(seed: seed)
    let image = Tensor(shape: [images.shape.count])
    image.fill(.nan)
    try images.render(
      index, augmentation: augmentation, generator: &generator, into: image.buffer)
    return image
  }

  /// An image in units of 0 to 255 again.
  private func bytes(_ image: Tensor) -> [Float] {
    let values = image.values
    let (mean, deviation) = (
      ImageFolder.normalization.mean, ImageFolder.normalization.standardDeviation
    )
    return values.indices.map { (values[$0] * deviation[$0 % 3] + mean[$0 % 3]) * 255 }
  }

  @Test("The middle of a resized photograph has Pillow's pixels")
  func middles() throws {
    let expected = try JSONDecoder().decode(
      Expected.self, from: Data(contentsOf: Self.golden.appending(path: "photographs.json")))
    for image in expected.images { try folder.write(photograph(image.file), as: "a/\(image.file)") }
    let images = try ImageFolder(folder.url)
    #expect(images.labels.count == expected.images.count)
    for (index, image) in expected.images.sorted(by: { $0.file < $1.file }).enumerated() {
      let values = try bytes(render(images, index))
      for pixel in image.pixels {
        for c in 0..<3 {
          let value = values[(pixel[0] * 224 + pixel[1]) * 3 + c]
          // Pillow rounds to a byte after each of its two passes.
          #expect(
            abs(value - Float(pixel[2 + c])) < 1.1, "\(image.file) \(pixel) \(c): \(value)")
        }
      }
    }
  }

  @Test("A random crop is a window of the resized image, and a mirrored one is that from the right")
  func randomCrops() throws {
    try folder.write(photograph("landscape.jpg"), as: "a/x.jpeg")
    let images = try ImageFolder(folder.url)
    let middle = try render(images).values
    // The image is resized to 341 x 256: from its middle a window moves by up to 16 rows and 59
    // columns.
    let shifts = (-16...16).flatMap { y in (-59...59).map { x in (y, x) } }
    var seen: Set<[Int]> = []
    for seed in 0..<20 as Range<UInt64> {
      let cropped = try render(images, 0, .padCrop, seed: seed).values
      let shift = shifts.first { Self.overlap(cropped, middle, down: $0.0, right: $0.1) }
      let (down, right) = try #require(shift)
      seen.insert([down, right])
      let both = try render(images, 0, [.padCrop, .mirror], seed: seed).values
      #expect(both == cropped || Self.mirrored(both) == cropped)
    }
    #expect(seen.count > 15)
  }

  /// Whether cropped(y, x) = middle(y + down, x + right), wherever both have a pixel.
  private static func overlap(
    _ cropped: [Float], _ middle: [Float], down: Int, right: Int
  ) -> Bool {
    for y in max(0, -down)..<min(224, 224 - down) {
      for x in max(0, -right)..<min(224, 224 - right) {
        let (a, b) = ((y * 224 + x) * 3, ((y + down) * 224 + x + right) * 3)
        guard cropped[a..<a + 3] == middle[b..<b + 3] else { return false }
      }
    }
    return true
  }

  private static func mirrored(_ image: [Float]) -> [Float] {
    var result: [Float] = []
    for y in 0..<224 {
      for x in (0..<224).reversed() {
        let pixel = (y * 224 + x) * 3
        result += image[pixel..<pixel + 3]
      }
    }
    return result
  }

  @Test func classesAreFoldersInOrder() throws {
    let bytes = try photograph("small.jpg")
    for name in ["n2/b.JPEG", "n1/z.jpg", "n2/a.jpeg", "n2/notes.txt"] {
      try folder.write(name.hasSuffix("txt") ? [1] : bytes, as: "train/\(name)")
    }
    try folder.write(bytes, as: "val/n2/x.jpg")
    let dataset = try DatasetConfiguration(name: "imagenet", folder: folder.url).load()
    #expect(dataset.training.labels == [0, 1, 1])
    #expect(dataset.test.labels == [1])
    #expect(dataset.classes == 2)
    let loader = try dataset.trainingBatches(batchSize: 3, seed: 1, epochs: 1)
    var batch = Batch()
    #expect(try loader.next(&batch))
    #expect(batch.images.count == 3 * 224 * 224 * 3)

    try folder.write(bytes, as: "val/n3/x.jpg")
    #expect(
      throws: DataError.mismatch(
        path: folder.url.appending(path: "val").path, what: "a class",
        expected: "a class of the training images", found: "\"n3\"")
    ) { try DatasetConfiguration(name: "imagenet", folder: folder.url).load() }
  }

  @Test func linksAreFollowed() throws {
    try folder.write(photograph("landscape.jpg"), as: "files/n1/x.jpg")
    try folder.write(photograph("colour.png"), as: "elsewhere/y.png")
    try folder.write([1], as: "files/n1/.hidden.jpg")
    try folder.link("files/n1/y.png", to: "../../elsewhere/y.png")
    try folder.link("files/n2", to: "n1")
    for split in ["train", "val"] { try folder.link(split, to: "files") }
    let dataset = try DatasetConfiguration(name: "imagenet", folder: folder.url).load()
    #expect(dataset.training.labels == [0, 0, 1, 1])
    let loader = try dataset.testBatches(batchSize: 4)
    var batch = Batch()
    #expect(try loader.next(&batch))
    let half = batch.images.count / 2
    #expect(batch.images[..<half] == batch.images[half...])
  }

  @Test func foldersWithoutImagesAreNamed() throws {
    #expect(throws: DataError.self) { try ImageFolder(folder.url) }
    #expect(
      throws: DataError.unreadable(
        path: folder.url.appending(path: "train").path, reason: "No such file or directory")
    ) { try DatasetConfiguration(name: "imagenet", folder: folder.url).load() }
    try folder.write([1], as: "a/notes.txt")
    let error = #expect(throws: DataError.self) { try ImageFolder(folder.url) }
    #expect("\(error, default: "")".contains("/a: the number of .jpeg"))
  }

  @Test("Whether a file is JPEG or PNG its content tells: ImageNet has a PNG named .JPEG")
  func misnamedFiles() throws {
    for (file, names) in [
      ("colour.png", ["a/1.png", "a/2.JPEG"]), ("landscape.jpg", ["a/3.jpg", "a/4.PNG"]),
    ] {
      for name in names { try folder.write(photograph(file), as: name) }
    }
    let images = try ImageFolder(folder.url)
    #expect(images.labels.count == 4)
    #expect(try render(images, 0).values == render(images, 1).values)
    #expect(try render(images, 2).values == render(images, 3).values)
  }

  @Test(
    "A file that is cut short, or of another format, is named",
    arguments: [
      "landscape.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "colour.png", "deep.png",
    ])
  func cutFiles(name: String) throws {
    let whole = try photograph(name)
    let file = try folder.write(whole, as: "a/x.jpg")
    let images = try ImageFolder(folder.url)
    for length in [0, 1, 2, 100, whole.count / 4, whole.count / 2, whole.count - 40] {
      try folder.write([UInt8](whole.prefix(length)), as: "a/x.jpg")
      let error = #expect(throws: DataError.self, "\(length)") { try render(images) }
      #expect("\(error, default: "")".contains(file.path))
    }
    try folder.write("GIF89a".utf8 + whole, as: "a/x.jpg")
    #expect(
      throws: DataError.malformed(
        path: file.path, offset: 0,
        reason: "Neither a JPEG nor a PNG file: starts with 0x47 0x49")
    ) { try render(images) }
    try FileManager.default.removeItem(at: file)
    #expect(throws: DataError.unreadable(path: file.path, reason: "No such file or directory")) {
      try render(images)
    }
    // An error leaves nothing behind that would hurt the next image.
    try folder.write(whole, as: "a/x.jpg")
    #expect(try render(images).isFinite)
  }

  @Test(arguments: ["small.jpg", "colour.png", "palette.png"])
  func damagedFilesAreAnErrorOrAnImageNeverACrash(name: String) throws {
    var generator = RandomGenerator(seed: 1)
    let whole = try photograph(name)
    try folder.write(whole, as: "a/x.jpg")
    let images = try ImageFolder(folder.url)
    for _ in 0..<100 {
      var bytes = whole
      for _ in 0..<3 { bytes[generator.below(bytes.count)] = UInt8(generator.below(256)) }
      try folder.write(bytes, as: "a/x.jpg")
      do {
        #expect(try render(images).isFinite)
      } catch {
        #expect(error is DataError)
      }
    }
  }

  @Test func anImageThatAsksForGigabytesIsRefused() throws {
    var bytes = try photograph("progressive.jpg")
    // The height and width of the frame header (ITU-T T.81, B.2.2), which progressive files begin
    // with ff c2.
    let frame = try #require(
      bytes.indices.dropLast().first { bytes[$0] == 0xff && bytes[$0 + 1] == 0xc2 })
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0xff, 0xdc, 0xff, 0xdc])
    try folder.write(bytes, as: "a/x.jpg")
    let images = try ImageFolder(folder.url)
    #expect(throws: DataError.self) { try render(images) }
  }

  @Test func aPNGThatAsksForGigabytesIsRefused() throws {
    var bytes = try photograph("colour.png")
    // Width and height in IHDR, and its CRC (PNG, 3rd edition, 11.2.1).
    bytes.replaceSubrange(16..<24, with: [0, 0, 0xff, 0xdc, 0, 0, 0xff, 0xdc])
    bytes.replaceSubrange(29..<33, with: [0x1c, 0x35, 0x81, 0x4c])
    let file = try folder.write(bytes, as: "a/x.png")
    let images = try ImageFolder(folder.url)
    #expect(
      throws: DataError.malformed(
        path: file.path, offset: 0,
        reason: "an image of 65500 x 65500 takes 12274 MiB of pixels; at most 128 MiB are read")
    ) { try render(images) }
  }
}
