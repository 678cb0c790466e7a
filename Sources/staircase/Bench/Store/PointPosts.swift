import Foundation

/// Requests that log points to runs, batch after batch, one run a connection, as a trainer does:
/// six metrics a step.
final class PointPosts {
  private let runs: [String]
  private let batch: Int
  private var next: [Int]
  private static let keys = [
    "trainLoss", "trainAccuracy", "learningRate", "gradientNorm", "imagesPerSecond", "memoryBytes",
  ]

  /// - Parameter first: the number of the first point of each run.
  init(runs: [String], batch: Int, first: Int = 0) {
    (self.runs, self.batch) = (runs, batch)
    next = runs.map { _ in first }
  }

  /// The next request of a connection.
  func request(_ index: Int) -> [UInt8] {
    var body = Array(#"{"metrics":["#.utf8)
    body.reserveCapacity(batch * 96)
    for point in next[index]..<next[index] + batch {
      let (step, key) = point.quotientAndRemainder(dividingBy: Self.keys.count)
      if point > next[index] { body.append(UInt8(ascii: ",")) }
      body += #"{"key":""#.utf8
      body += Self.keys[key].utf8
      body += #"","step":"#.utf8
      body += String(step).utf8
      // Sixteen digits, as programs print a double; unsigned, as the product may wrap.
      let digits = UInt64(point) &* 7_919_777_777_777 % 8_999_999_999_999_999
      body += #","value":0."#.utf8
      body += String(1_000_000_000_000_000 + digits).utf8
      body += #","time":"#.utf8
      body += String(1_795_500_000_000 + step * 10).utf8
      body.append(UInt8(ascii: "}"))
    }
    body += "]}".utf8
    next[index] += batch
    return HTTPLoad.post("/api/v1/runs/\(runs[index])/metrics", body)
  }
}
