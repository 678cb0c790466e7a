import Foundation
import TestSupport
import Testing
import Training

@Suite struct CIFARLayoutTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  static let small = CIFARLayout(
    archiveFolder: "", trainingFiles: [.init(name: "a", images: 2), .init(name: "b", images: 1)],
    testFile: .init(name: "c", images: 1), classes: 10, labelBytes: 1)

  /// A record whose planes are filled with three values, but for the second pixel, which has one
  /// more of each.
  private func record(_ labels: [UInt8], red: UInt8, green: UInt8, blue: UInt8) -> [UInt8] {
    labels
      + [red, green, blue].flatMap { value in
        (0..<1_024).map { $0 == 1 ? value + 1 : value }
      }
  }

  @Test func filesFollowEachOtherAndPlanesBecomePixels() throws {
    try folder.write(
      record([3], red: 10, green: 20, blue: 30) + record([9], red: 11, green: 21, blue: 31), as: "a"
    )
    try folder.write(record([0], red: 12, green: 22, blue: 32), as: "b")
    let split = try Self.small.read(Self.small.trainingFiles, in: folder.url)
    #expect(split.labels == [3, 9, 0])
    #expect(split.pixels.count == 3 * 3_072)
    #expect(split.pixels[..<9] == [10, 20, 30, 11, 21, 31, 10, 20, 30])
    #expect(split.pixels[3_072..<3_075] == [11, 21, 31])
    #expect(split.pixels[9_213...] == [12, 22, 32])
  }

  @Test func linksAreFollowed() throws {
    try folder.write(record([4], red: 1, green: 2, blue: 3), as: "data/test")
    try folder.link("data/c", to: "test")
    try folder.link("linked", to: "data")
    let split = try Self.small.read([Self.small.testFile], in: folder.url.appending(path: "linked"))
    #expect(split.labels == [4])
  }

  @Test func theClassOfCIFAR100FollowsItsSuperclass() throws {
    try folder.write(record([19, 99], red: 1, green: 2, blue: 3), as: "c")
    let layout = CIFARLayout(
      archiveFolder: "", trainingFiles: [], testFile: .init(name: "c", images: 1), classes: 100,
      labelBytes: 2)
    let split = try layout.read([layout.testFile], in: folder.url)
    #expect(split.labels == [99])
    #expect(split.pixels[..<3] == [1, 2, 3])
  }

  @Test func damageIsNamed() throws {
    let path = folder.url.appending(path: "c").path
    func read(_ bytes: [UInt8]) throws {
      try folder.write(bytes, as: "c")
      _ = try Self.small.read([Self.small.testFile], in: folder.url)
    }
    let whole = record([1], red: 1, green: 2, blue: 3)
    #expect(throws: DataError.truncated(path: path, expected: 3_073, found: 3_000)) {
      try read([UInt8](whole.prefix(3_000)))
    }
    #expect(
      throws: DataError.malformed(path: path, offset: 3_073, reason: "more than 1 images")
    ) { try read(whole + [0]) }
    #expect(
      throws: DataError.malformed(path: path, offset: 0, reason: "label 10 is not one of 0 to 9")
    ) { try read([10] + whole.dropFirst()) }
    #expect(
      throws: DataError.unreadable(
        path: folder.url.appending(path: "a").path, reason: "No such file or directory")
    ) {
      try Self.small.read(Self.small.trainingFiles, in: folder.url)
    }
  }

  @Test func aPartOfTheDataSetHasAsManyImagesInEachFile() throws {
    let layout = CIFARLayout(
      archiveFolder: "", trainingFiles: ["a", "b"].map { .init(name: $0, images: 9) },
      testFile: .init(name: "c", images: 9), classes: 10, labelBytes: 1)
    let image = record([1], red: 1, green: 2, blue: 3)
    try folder.write(image + image, as: "a")
    try folder.write(image + image, as: "b")
    #expect(try layout.read(layout.trainingFiles, in: folder.url).labels == [1, 1, 1, 1])
    try folder.write(image, as: "b")
    #expect(
      throws: DataError.mismatch(
        path: folder.url.appending(path: "b").path, what: "the number of images",
        expected: "2, as in a,", found: "1")
    ) { try layout.read(layout.trainingFiles, in: folder.url) }
    try folder.write([], as: "a")
    #expect(throws: DataError.self) { try layout.read(layout.trainingFiles, in: folder.url) }
  }

  @Test("CIFAR-100 is read from the folder that its archive has, a hundredth of it")
  func archive() throws {
    let image = record([0, 0], red: 50, green: 100, blue: 150)
    for (name, count) in [("train.bin", 500), ("test.bin", 100)] {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(count * image.count)
      for i in 0..<count {
        bytes += image
        bytes[i * image.count + 1] = UInt8(i % 100)
      }
      try folder.write(bytes, as: "cifar-100-binary/\(name)")
    }
    let dataset = try DatasetConfiguration(name: "cifar-100", folder: folder.url).load()
    #expect(dataset.training.labels.count == 500)
    #expect(dataset.test.labels.count == 100)
    #expect(dataset.classes == 100)
    for layout in [CIFARLayout.cifar10, .cifar100] {
      #expect(layout.trainingFiles.reduce(0) { $0 + $1.images } == 50_000)
      #expect(layout.testFile.images == 10_000)
    }
    #expect(dataset.training.labels[99] == 99)
    #expect(abs(dataset.normalization.mean[2] - 150.0 / 255) < 1e-4)
  }
}
