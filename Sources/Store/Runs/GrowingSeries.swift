import Experiments

/// The series that a batch of points adds to, found by key.
struct GrowingSeries {
  /// In the order of their first points.
  var all: [Growth] = []
  private var places: [String: Int] = [:]
  private var last = 0

  /// The place in `all` of the series with this key; nil if it has none yet.
  mutating func place(of key: String) -> Int? {
    if all.isEmpty { return nil }
    // Points of one series often follow each other, or take turns in one order.
    if all[last].key == key { return last }
    let next = last + 1 < all.count ? last + 1 : 0
    guard let place = all[next].key == key ? next : places[key] else { return nil }
    last = place
    return place
  }

  /// Begins a series. Returns its place.
  mutating func begin(_ key: String, metric: Int64) -> Int {
    last = all.count
    places[key] = last
    all.append(Growth(key: key, metric: metric))
    return last
  }
}

/// What a batch adds to one series.
struct Growth {
  /// A point in the order that decides which is the latest: (step, time, value), NaN as 0.
  struct Position {
    var step: Int
    var time: Int
    var value: Double
    var isNaN: Bool
  }

  let key: String
  let metric: Int64
  private(set) var points = 0
  private(set) var latest: Position?

  init(key: String, metric: Int64) {
    (self.key, self.metric) = (key, metric)
  }

  mutating func add(_ point: MetricPoint, time: Int) {
    points += 1
    let isNaN = point.value.isNaN
    let value = isNaN ? 0 : point.value
    if let latest, (point.step, time, value) < (latest.step, latest.time, latest.value) { return }
    latest = Position(step: point.step, time: time, value: value, isNaN: isNaN)
  }
}
