import Experiments
import Foundation

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
      if case .file(let path) = source, !FileManager.default.isReadableFile(atPath: path) {
        errors.append(
          FieldError(
            pointer: "\(pointer)/path", detail: "\"\(path)\" is no file that can be read here"))
      }
    }
    if !errors.isEmpty { throw InvalidSpec(errors: errors) }
  }

  /// What the folder of a data set must hold. CIFAR's may hold the archive's folder instead.
  private static func files(of dataset: DatasetSpec.Name) -> [String] {
    switch dataset {
    case .fashionMNIST, .mnist:
      [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
      ]
    case .imagenet: ["train", "val"]
    case .cifar10, .cifar100, .synthetic32, .synthetic224: []
    }
  }

  private static func whatIsMissing(_ dataset: DatasetSpec) -> String? {
    guard let path = dataset.folder else { return nil }
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      let hint =
        dataset.path == nil
        ? "install Debian's package dataset-\(dataset.name.rawValue), or give the path of its files"
        : "it must hold the files of \(dataset.name.rawValue)"
      return "there is no folder \"\(path)\" on this machine: \(hint)"
    }
    // Files of MNIST and its kin may be plain or compressed.
    let missing = files(of: dataset.name).first { name in
      !["", ".gz"].contains { end in
        FileManager.default.isReadableFile(atPath: folder.appending(path: name + end).path)
      }
    }
    return missing.map { name in
      dataset.name == .imagenet
        ? "\"\(path)\" has no folder \(name)"
        : "\"\(path)\" has neither \(name) nor \(name).gz"
    }
  }
}
