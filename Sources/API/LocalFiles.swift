import Experiments
import Foundation
import Glibc

/// The files that jobs name, as far as the service can see them.
struct LocalFiles: Sendable {
  /// Whether workers on this machine train the jobs, so that a job's files must be here.
  var areNeeded: Bool

  /// Throws `InvalidSpec` if the spec names files that its worker will not find.
  func check(_ spec: JobSpec) throws {
    guard areNeeded else { return }
    var errors: [FieldError] = []
    if let detail = Self.whatIsMissing(spec.dataset) {
      errors.append(FieldError(pointer: "/dataset/path", detail: detail))
    }
    for (pointer, source) in spec.weightSources {
      // A checkpoint may be named by its folder.
      if case .file(let path) = source,
        !Self.isFile(path), !Self.isFile(path + "/checkpoint.safetensors")
      {
        errors.append(
          FieldError(
            pointer: "\(pointer)/path", detail: "\"\(path)\" is no file that can be read here"))
      }
    }
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
  }

  private static func isFile(_ path: String) -> Bool {
    isReadable(path, kind: S_IFREG)
  }

  private static func isFolder(_ path: String) -> Bool {
    isReadable(path, kind: S_IFDIR)
  }

  /// Whether there is something of a kind, or a link to it: a pipe or a device has no end that a
  /// worker would come to.
  private static func isReadable(_ path: String, kind: mode_t) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == kind && access(path, R_OK) == 0
  }

  /// What the folder of a data set must hold, each with the places where it may be: files of MNIST
  /// and its kin may be compressed, and those of CIFAR in the archive's folder. Of ImageNet they are
  /// folders.
  private static func files(of dataset: DatasetSpec.Name) -> [[String]] {
    switch dataset {
    case .fashionMNIST, .mnist:
      [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
      ].map { [$0, "\($0).gz"] }
    case .cifar10:
      ["data_batch_1.bin", "test_batch.bin"].map { [$0, "cifar-10-batches-bin/\($0)"] }
    case .cifar100: ["train.bin", "test.bin"].map { [$0, "cifar-100-binary/\($0)"] }
    case .imagenet: [["train"], ["val"]]
    case .synthetic32, .synthetic224: []
    }
  }

  private static func whatIsMissing(_ dataset: DatasetSpec) -> String? {
    guard let path = dataset.folder else { return nil }
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    guard isFolder(folder.path) else {
      let hint =
        dataset.path == nil
        ? "install Debian's package dataset-\(dataset.name.rawValue), or give the path of its files"
        : "it must hold the files of \(dataset.name.rawValue)"
      return "there is no folder \"\(path)\" on this machine: \(hint)"
    }
    let isThere = dataset.name == .imagenet ? isFolder : isFile
    let missing = files(of: dataset.name).first { places in
      !places.contains { isThere(folder.appending(path: $0).path) }
    }
    return missing.map { places in
      places.count == 1
        ? "\"\(path)\" has no folder \(places[0])"
        : "\"\(path)\" has neither \(places.joined(separator: " nor "))"
    }
  }
}
