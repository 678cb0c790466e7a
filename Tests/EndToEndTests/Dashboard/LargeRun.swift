import Client
import Experiments
import Foundation

/// A run as large as they get, recorded through the worker protocol: 100 metrics of 10,000 points,
/// 60 quantizers with 1,000 step points and ten histograms each.
enum LargeRun {
  static let metrics = 100
  static let points = 10_000
  static let quantizers = 60

  /// Records the run as one job's. Returns it once it is complete.
  static func record(with client: ServiceClient) async throws -> Job {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20)
    spec.name = "a million points"
    let job = try await client.submit(spec)
    let claim = ClaimRequest(workerId: "recorder", host: "here", pid: 1, threads: 1, waitSeconds: 5)
    guard let lease = try await client.claim(claim) else { return job }
    var batch = RecordBatch(lease: lease.token, sequence: 0, quantizers: network)
    for first in stride(from: 0, to: points, by: 500) {
      let steps = first..<(first + 500)
      batch.metrics = steps.flatMap { step in keys.enumerated().map { point($1, $0, step) } }
      batch.stepPoints = steps.filter { $0.isMultiple(of: 10) }.flatMap(stepPoints)
      batch.histograms = first.isMultiple(of: 1000) ? network.map { histogram($0, first) } : []
      try await client.send(batch, job: job.id)
      let progress = JobProgress(
        step: steps.upperBound, steps: points, epoch: 0, epochs: 1, imagesPerSecond: 1000,
        etaSeconds: nil)
      _ = try await client.heartbeat(
        job: job.id, Heartbeat(lease: lease.token, progress: progress, resumedFromStep: 0))
      batch.sequence += 1
      batch.quantizers = []
    }
    try await client.complete(
      job: job.id, Completion(lease: lease.token, outcome: .succeeded))
    return try await client.job(job.id)
  }

  private static let keys =
    ["trainLoss", "testLoss", "trainAccuracy", "testAccuracy"]
    + (4..<metrics).map { "gradient/layer\($0)" }

  private static func point(_ key: String, _ index: Int, _ step: Int) -> MetricPoint {
    let x = Double(step + 1) / Double(points)
    let value = exp(-3 * x) + 0.05 * sin(Double(step) * 0.37 + Double(index))
    return MetricPoint(
      key: key, step: step + 1, value: key.hasSuffix("Accuracy") ? 1 - abs(value) : abs(value),
      time: Date(timeIntervalSince1970: 1_790_000_000 + Double(step)))
  }

  private static let network = (0..<quantizers).map { index in
    let isWeight = index.isMultiple(of: 2)
    let layer = "stage\(index / 20 + 1).block\(index % 20 / 4 + 1).conv\(index % 4 / 2 + 1)"
    return Quantizer(
      id: layer + (isWeight ? ".weight" : ".input"), layer: layer,
      kind: isWeight ? .weight : .activation, bits: 3, signed: isWeight, count: 36_864,
      shape: isWeight ? [64, 64, 3, 3] : [14, 14, 64], position: index / 2)
  }

  private static func stepPoints(_ step: Int) -> [StepPoint] {
    network.enumerated().map { index, quantizer in
      let x = Double(step) / Double(points)
      let wave = sin(Double(step) * 0.11 + Double(index))
      return StepPoint(
        quantizer: quantizer.id, step: step + 1,
        stepSize: 0.1 * (1 + 0.02 * Double(index - 30) * x) + 0.001 * wave, gradient: wave * 1e-3,
        updateRatio: exp(wave), mse: 1e-4 * (2 + wave), clippedLow: 0.01, clippedHigh: 0.02,
        oscillation: 0.1 * (1 - x))
    }
  }

  private static func histogram(_ quantizer: Quantizer, _ step: Int) -> Histogram {
    let counts = (0..<80).map { bin in
      Int(4000 * exp(-pow(Double(bin) - (quantizer.kind == .weight ? 40 : 10), 2) / 300))
    }
    return Histogram(
      quantizer: quantizer.id, step: step, low: quantizer.kind == .weight ? -0.5 : 0, high: 0.5,
      counts: counts, stepSize: 0.1)
  }
}
