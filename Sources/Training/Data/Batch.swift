/// Images and labels of one step, in buffers that `BatchLoader.next` reuses.
package struct Batch: Sendable, Equatable {
  /// [batchSize, height, width, channels], augmented and normalised; zeros past `count` images.
  package internal(set) var images: [Float] = []
  /// [batchSize]; -1 past `count`.
  package internal(set) var labels: [Int32] = []
  /// [batchSize]: which image of the data set each is; -1 past `count`.
  package internal(set) var indices: [Int32] = []
  /// Images that are real: the batch size, except in the last batch of an evaluation.
  package internal(set) var count = 0
  /// The place of this batch in the data.
  package internal(set) var position = DataPosition.start

  package init() {}
}
