/// Thins a series out for drawing, point by point, in memory bound by the result.
///
/// The series is cut into stretches of equal count. Of each stretch the first point with the
/// minimum and the first with the maximum stay, in their order, so that no peak is lost; the first
/// and the last point of the whole series stay too. A NaN is neither minimum nor maximum, but
/// stands for a stretch that has nothing else, and the first one of a stretch stays beside numbers,
/// as far as a tenth of the points go that is set aside for that.
package struct MinMaxDownsampler<Point> {
  private struct Candidate {
    var index: Int
    var point: Point
    var value: Double
  }

  private let total: Int
  private let stretches: Int
  /// NaN that may still stay beside numbers.
  private var spare: Int
  private var kept: [Candidate] = []
  private var minimum: Candidate?
  private var maximum: Candidate?
  private var firstNaN: Candidate?
  private var last: Candidate?
  private var stretch = 0
  private var count = 0

  /// - Parameters:
  ///   - total: how many points will be added.
  ///   - maxPoints: the result has at most so many points; below 4 counts as 4.
  package init(total: Int, maxPoints: Int) {
    self.total = total
    let inner = max(2, maxPoints - 2)
    spare = inner / 10
    stretches = total <= maxPoints ? 0 : (inner - spare) / 2
  }

  /// Whether points are left out.
  package var isDownsampling: Bool { stretches > 0 }

  /// Adds the next point, whose height is `value`.
  package mutating func add(_ point: Point, value: Double) {
    let candidate = Candidate(index: count, point: point, value: value)
    count += 1
    guard isDownsampling else {
      kept.append(candidate)
      return
    }
    // More points than announced belong to the last stretch.
    let place = min(candidate.index * stretches / total, stretches - 1)
    if place != stretch {
      closeStretch()
      stretch = place
    }
    if candidate.index == 0 { kept.append(candidate) }
    last = candidate
    if value.isNaN, firstNaN == nil { firstNaN = candidate }
    if minimum.map({ value < $0.value || $0.value.isNaN }) ?? true { minimum = candidate }
    if maximum.map({ value > $0.value || $0.value.isNaN }) ?? true { maximum = candidate }
  }

  /// The points that stay, in the order in which they were added.
  package mutating func finish() -> [Point] {
    if isDownsampling {
      closeStretch()
      if let last { keep(last) }
    }
    return kept.map(\.point)
  }

  private mutating func closeStretch() {
    var stay = [minimum, maximum].compactMap { $0 }
    if let firstNaN, spare > 0, stay.contains(where: { !$0.value.isNaN }) {
      stay.append(firstNaN)
      spare -= 1
    }
    for candidate in stay.sorted(by: { $0.index < $1.index }) { keep(candidate) }
    (minimum, maximum, firstNaN) = (nil, nil, nil)
  }

  /// Keeps a point once.
  private mutating func keep(_ candidate: Candidate) {
    if let previous = kept.last, previous.index >= candidate.index { return }
    kept.append(candidate)
  }
}
