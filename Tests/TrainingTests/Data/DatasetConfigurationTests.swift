import Foundation
import TestSupport
import Testing

import Training

@Suite struct DatasetConfigurationTests {
  @Test("Fashion-MNIST as Debian installs it: 60,000 and 10,000 images, the published moments")
  func fashionMNIST() throws {
    let dataset = try DatasetConfiguration(name: "fashion-mnist").load()
    #expect(dataset.training.labels.count == 60_000)
    #expect(dataset.test.labels.count == 10_000)
    #expect(dataset.shape == ImageShape(height: 28, width: 28, channels: 1))
    #expect(dataset.classes == 10)
    #expect((0..<10).allSatisfy { label in dataset.training.labels.count { $0 == label } == 6_000 })
    #expect(abs(dataset.normalization.mean[0] - 0.2860) < 0.00005)
    #expect(abs(dataset.normalization.standardDeviation[0] - 0.3530) < 0.00005)
  }

  @Test func anUnknownNameListsTheKnown() {
    let error = #expect(throws: DataError.self) {
      try DatasetConfiguration(name: "mnits").load()
    }
    #expect(
      "\(error, default: "")".contains(
        "cifar-10, cifar-100, fashion-mnist, imagenet, mnist, synthetic-"))
  }

  @Test func filesThatDisagreeAreNamed() throws {
    let folder = try TemporaryFolder()
    func write(images: UInt32, labels: [UInt8], size: UInt32 = 2, prefix: String) throws {
      try folder.write(
        IDXFileTests.bytes(
          dimensions: [images, size, size],
          values: [UInt8](repeating: 7, count: Int(images * size * size))),
        as: "\(prefix)-images-idx3-ubyte")
      try folder.write(
        IDXFileTests.bytes(dimensions: [UInt32(labels.count)], values: labels),
        as: "\(prefix)-labels-idx1-ubyte")
    }
    func load() throws -> ImageDataset {
      try DatasetConfiguration(name: "mnist", folder: folder.url).load()
    }
    let labels = folder.url.appending(path: "train-labels-idx1-ubyte").path
    try write(images: 2, labels: [1, 2], prefix: "t10k")

    try write(images: 3, labels: [0, 9], prefix: "train")
    #expect(
      throws: DataError.mismatch(
        path: labels, what: "the number of labels", expected: "3, one for each image,", found: "2")
    ) { try load() }

    try write(images: 2, labels: [0, 10], prefix: "train")
    #expect(
      throws: DataError.malformed(
        path: labels, offset: 9, reason: "label 10 is not one of 0 to 9")
    ) { try load() }

    try write(images: 2, labels: [0, 9], size: 3, prefix: "train")
    #expect(throws: DataError.self) { try load() }

    try write(images: 2, labels: [0, 9], prefix: "train")
    let dataset = try load()
    #expect(dataset.training.labels == [0, 9])
    // Constant images: no deviation to divide by.
    #expect(dataset.normalization.standardDeviation == [1])
  }

  @Test(arguments: ["mnist", "cifar-10", "cifar-100", "imagenet"])
  func whatDebianDoesNotPackageNeedsAFolder(name: String) {
    #expect(throws: DataError.noFolder(dataset: name)) {
      try DatasetConfiguration(name: name).load()
    }
  }

  @Test func syntheticImagesAreTheSameEachTime() throws {
    let datasets = try (0..<2).map { _ in try DatasetConfiguration(name: "synthetic-32").load() }
    let images = try datasets.map { try #require($0.training as? MemoryImages) }
    #expect(images[0].pixels == images[1].pixels)
    #expect(images[0].labels == images[1].labels)
    #expect(Set(images[0].labels) == Set(0..<10))
    let normalization = Normalization(of: images[0].pixels, channels: 3)
    #expect(abs(normalization.mean[0] - 0.5) < 0.001)
    #expect(datasets[0].shape == ImageShape(height: 32, width: 32, channels: 3))
  }
}
