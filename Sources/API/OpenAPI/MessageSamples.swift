import Experiments
import Foundation

/// Examples of messages in the document: values of the very types, written as answers are.
enum MessageSamples {
  /// The example of the type of this name, if there is one.
  static func of(_ type: String) throws -> JSONValue? {
    let sample: (any Encodable)? =
      switch type {
      case "Job": try job()
      case "Run": run
      case "Experiment": Experiment(id: 1, name: "fashion", createdAt: noon, runs: 5)
      case "Artifact":
        Artifact(
          path: JobArtifact.finalCheckpoint, bytes: 312_168,
          sha256: String(repeating: "0123456789abcdef", count: 4), createdAt: noon)
      case "MetricSeries":
        MetricSeries(
          key: "trainLoss", points: [point(10, 1.25), point(20, 0.75)], total: 2,
          downsampled: false)
      case "Histogram":
        Histogram(
          quantizer: "stage1.block1.conv1.input", step: 469, low: 0, high: 2,
          counts: [4000, 900, 500, 200], stepSize: 0.5, offset: 0.125)
      case "Problem": problem
      default: nil
      }
    return try sample.map { try JSONValue(encoding: $0) }
  }

  private static let problem = Problem(
    title: "Unprocessable Content", status: 422, detail: "1 field is wrong.",
    requestId: "00c0ffee00000001",
    errors: [FieldError(pointer: "/quantizer/weightBits", detail: "1 is not between 2 and 8")])

  private static let noon = Date(timeIntervalSince1970: 1_795_521_600)
  private static let runId = "0123456789abcdef0123456789abcdef"

  private static func job() throws -> Job {
    Job(
      id: "0123456789abcdef", name: "resnet20 w4a4", state: .running, experiment: "Default",
      runId: runId, spec: try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20),
      progress: JobProgress(
        step: 469, steps: 1876, epoch: 1, epochs: 4, imagesPerSecond: 820, etaSeconds: 219.6),
      attempts: [
        JobAttempt(number: 1, worker: "local-1", startedAt: noon, outcome: .running)
      ], createdAt: noon, startedAt: noon)
  }

  private static let run = Run(
    id: runId, name: "mine", status: .running, experiment: "fashion",
    parameters: ["learningRate": "0.1"], tags: ["by": "hand"],
    latest: ["loss": MetricPoint(key: "loss", step: 3, value: 0.6, time: noon)], createdAt: noon,
    startedAt: noon)

  private static func point(_ step: Int, _ value: Double) -> MetricSeries.Point {
    MetricSeries.Point(step: step, value: value, timeMs: Timestamp.milliseconds(noon))
  }
}
