import Experiments
import Foundation

// What the store is filled with.
extension StoreBenchmark {
  static func worker(_ number: Int) -> ClaimRequest {
    ClaimRequest(
      workerId: "bench-\(number)", host: "bench", pid: 1, threads: 1, waitSeconds: 0)
  }

  /// Ten metrics, in the order of steps.
  static func points(_ count: Int, seed: Int) -> [MetricPoint] {
    let time = Date(timeIntervalSince1970: 1_795_500_000)
    return (0..<count).map { index in
      let (step, key) = index.quotientAndRemainder(dividingBy: 10)
      let value = 1 / Double(step + seed + 1) + Double((index &* 7919) % 1000) / 100_000
      return MetricPoint(
        key: key == 0 ? "trainLoss" : "metric\(key)", step: step, value: value,
        time: time.addingTimeInterval(Double(step)))
    }
  }

  static func parameters(_ seed: Int) -> [String: String] {
    Dictionary(uniqueKeysWithValues: (0..<20).map { ("parameter\($0)", "\($0 * seed)") })
  }

  static func quantizer(_ index: Int, _ name: String) -> Quantizer {
    Quantizer(
      id: name, layer: name, kind: .weight, bits: 4, signed: true, count: 2304,
      shape: [16, 16, 3, 3], position: index)
  }

  static func stepPoint(_ name: String, _ step: Int) -> StepPoint {
    let noise = Double((step &* 7919) % 1000) / 1000
    return StepPoint(
      quantizer: name, step: step, stepSize: 0.1 + noise / 100, gradient: noise - 0.5,
      updateRatio: noise, mse: noise / 1000, clippedLow: noise / 10, clippedHigh: noise / 20,
      oscillation: noise / 50)
  }

  static func histograms(_ name: String) -> [Histogram] {
    (0..<10).map { step in
      Histogram(
        quantizer: name, step: step, low: -1, high: 1, counts: (0..<128).map { $0 * step },
        stepSize: 0.1)
    }
  }
}
