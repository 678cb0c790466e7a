import Store
import TestSupport
import Testing

@Suite struct MinMaxDownsamplerTests {
  private func thin(_ values: [Double], to maxPoints: Int) -> [Int] {
    var downsampler = MinMaxDownsampler<Int>(total: values.count, maxPoints: maxPoints)
    for (index, value) in values.enumerated() { downsampler.add(index, value: value) }
    return downsampler.finish()
  }

  @Test func keepsAShortSeriesWhole() {
    #expect(thin([], to: 10) == [])
    #expect(thin([3], to: 10) == [0])
    #expect(thin([3, 1, 2], to: 3) == [0, 1, 2])
  }

  @Test(arguments: [4, 5, 10, 100, 999, 1000, 1001])
  func keepsOrderEndsAndBound(maxPoints: Int) {
    var random = SeededGenerator(seed: 1)
    for count in [1, 2, 7, 100, 1000, 5000] {
      let values = (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
      let kept = thin(values, to: maxPoints)
      #expect(kept.count <= maxPoints)
      #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 })
      #expect(kept.first == 0 && kept.last == count - 1)
    }
  }

  @Test func keepsMinimumAndMaximumOfEveryStretch() {
    let count = 10_000
    var random = SeededGenerator(seed: 2)
    let values = (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
    let maxPoints = 202
    let kept = Set(thin(values, to: maxPoints))
    let stretches = (maxPoints - 2) * 9 / 10 / 2
    for stretch in 0..<stretches {
      let indices = (0..<count).filter { $0 * stretches / count == stretch }
      let low = indices.min { values[$0] < values[$1] }
      let high = indices.max { values[$0] < values[$1] }
      #expect(low.map(kept.contains) == true && high.map(kept.contains) == true)
    }
  }

  @Test func aSinglePeakIsNeverLost() {
    for place in stride(from: 0, to: 5000, by: 37) {
      var values = [Double](repeating: 0, count: 5000)
      values[place] = 9
      #expect(thin(values, to: 20).contains(place))
    }
  }

  @Test func aSingleNaNIsNeverLost() {
    for place in stride(from: 0, to: 5000, by: 37) {
      var values = (0..<5000).map(Double.init)
      values[place] = .nan
      let kept = thin(values, to: 20)
      #expect(kept.contains(place))
      #expect(kept.count <= 20)
    }
  }

  @Test func notANumberHidesNothing() {
    var values = [Double](repeating: .nan, count: 1000)
    values[500] = 1
    values[501] = -1
    let kept = thin(values, to: 12)
    #expect(kept.contains(500) && kept.contains(501))
    #expect(kept.first == 0 && kept.last == 999)
    #expect(kept.count <= 12)
  }

  @Test func morePointsThanAnnouncedBelongToTheLastStretch() {
    var downsampler = MinMaxDownsampler<Int>(total: 100, maxPoints: 10)
    for index in 0..<150 { downsampler.add(index, value: index == 140 ? 5 : 0) }
    let kept = downsampler.finish()
    #expect(kept.count <= 10)
    #expect(kept.contains(140) && kept.last == 149)
  }
}
