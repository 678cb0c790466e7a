import Foundation
import Training

/// Keeps what a run reports, and copies its checkpoints aside.
final class RecordingObserver: TrainingObserver {
  private(set) var records: [TrainingRecord] = []
  private(set) var progress: [TrainingProgress] = []
  /// Copies of checkpoints, by step and kind.
  private(set) var checkpoints: [(step: Int, kind: CheckpointKind, folder: URL)] = []
  /// How often it was asked whether to stop.
  private(set) var questions = 0
  private let folder: URL?
  private let stopsAfter: Int?
  private let stopsAtQuestion: Int?

  /// - Parameters:
  ///   - folder: where copies of checkpoints go; nil for no copies.
  ///   - stopsAfter: the step after which the run is asked to stop.
  ///   - stopsAtQuestion: the time that it is asked whether to stop, from 1, and says yes.
  init(
    copyingInto folder: URL? = nil, stoppingAfter stopsAfter: Int? = nil,
    atQuestion stopsAtQuestion: Int? = nil
  ) {
    self.folder = folder
    self.stopsAfter = stopsAfter
    self.stopsAtQuestion = stopsAtQuestion
  }

  var points: [QuantizerPoint] {
    records.flatMap { record -> [QuantizerPoint] in
      if case .steps(let points) = record { points } else { [] }
    }
  }

  var histograms: [QuantizerHistogram] {
    records.compactMap { if case .histogram(let histogram) = $0 { histogram } else { nil } }
  }

  /// The lines of the log, without warnings.
  var log: [String] {
    records.compactMap { if case .log(let text) = $0 { text } else { nil } }
  }

  var warnings: [String] {
    records.compactMap { if case .warning(let text) = $0 { text } else { nil } }
  }

  /// Step and value of each record of a metric.
  func series(_ key: TrainingMetric) -> [(step: Int, value: Double)] {
    records.compactMap { record in
      guard case .metrics(let step, _, let values) = record,
        let value = values.first(where: { $0.key == key })
      else { return nil }
      return (step, value.value)
    }
  }

  func record(_ record: TrainingRecord) throws {
    records.append(record)
  }

  func progress(_ progress: TrainingProgress) {
    self.progress.append(progress)
  }

  func checkpoint(_ source: URL, step: Int, kind: CheckpointKind) throws {
    guard let folder else { return }
    let copy = folder.appending(path: "\(step)-\(kind.rawValue)")
    try FileManager.default.copyItem(at: source, to: copy)
    checkpoints.append((step, kind, copy))
  }

  func stopRequested() -> Bool {
    questions += 1
    return questions == stopsAtQuestion || progress.last.map { $0.step == stopsAfter } ?? false
  }
}
