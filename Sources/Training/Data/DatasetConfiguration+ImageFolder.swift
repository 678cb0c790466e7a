import Foundation
import Tensors

extension DatasetConfiguration {
  /// Lists the folders `train` and `val` of ImageNet, or of a data set laid out like it.
  func loadImageFolders() throws -> ImageDataset {
    guard let folder else { throw DataError.noFolder(dataset: name) }
    let training = try ImageFolder(folder.appending(path: "train", directoryHint: .isDirectory))
    let test = try ImageFolder(
      folder.appending(path: "val", directoryHint: .isDirectory), known: training.classes)
    return ImageDataset(
      shape: training.shape, classes: training.classes.count, training: training, test: test,
      normalization: ImageFolder.normalization, augmentation: augmentation,
      workers: MachineCores.count)
  }
}
