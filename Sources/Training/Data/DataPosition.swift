/// Where training is in the data: the batch that comes next. With the seed, this is all a resumed
/// run needs.
package struct DataPosition: Codable, Equatable, Sendable {
  package var epoch: Int
  package var batch: Int

  package static let start = DataPosition(epoch: 0, batch: 0)

  package init(epoch: Int, batch: Int) {
    (self.epoch, self.batch) = (epoch, batch)
  }
}
