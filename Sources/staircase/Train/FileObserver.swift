import Experiments
import Foundation
import Training
import Worker

/// What a training without a service records: one NDJSON file a kind, in a folder, and on the
/// terminal a progress line, or elsewhere a line an epoch.
final class FileObserver: TrainingObserver {
  private let folder: URL
  private let threads: Int
  private var files: [String: FileHandle] = [:]
  private let stop: StopRequest
  private var prepare: (() throws -> [String])?

  /// Adds to the files that are in the folder.
  ///
  /// - Parameters:
  ///   - threads: those that train, which the log tells.
  ///   - stop: ends the training after the batch at hand, with a checkpoint.
  ///   - prepare: makes the folder ready, before the first record: a training that cannot begin
  ///     leaves it as it was. Gives what to warn of, in the log and on standard error.
  init(
    folder: URL, threads: Int, stop: StopRequest, prepare: @escaping () throws -> [String]
  ) {
    self.folder = folder
    self.threads = threads
    self.stop = stop
    self.prepare = prepare
  }

  func record(_ record: TrainingRecord) throws {
    if let prepare {
      self.prepare = nil
      for line in try prepare() { try self.record(.warning(line)) }
      try self.record(.log(InstructionSet.machineDescription(threads: threads)))
    }
    let records = SpooledRecords(record, time: Date())
    try append(records.metrics, to: "metrics.ndjson")
    try append(records.quantizers, to: "quantizers.ndjson")
    try append(records.stepPoints, to: "step-sizes.ndjson")
    try append(records.histograms, to: "histograms.ndjson")
    try append(records.log, to: "log.ndjson")
    // Whether anybody reads that or not, the training goes on.
    if case .warning = record {
      for line in records.log { Terminal.printError(line.text) }
    } else if !Terminal.isInteractive {
      for line in records.log { try? Terminal.print(line.text) }
    }
  }

  func progress(_ progress: TrainingProgress) {
    guard Terminal.isInteractive else { return }
    Terminal.replaceLine(
      ProgressLine.text("training", JobProgress(progress), columns: Terminal.columns))
  }

  func checkpoint(_ folder: URL, step: Int, kind: CheckpointKind) throws {}

  func stopRequested() -> Bool { stop.wasMade }

  /// Ends the progress line.
  func end() {
    if Terminal.isInteractive { Terminal.replaceLine("") }
  }

  private func append(_ values: [some Encodable], to name: String) throws {
    if values.isEmpty { return }
    let file = try files[name] ?? open(name)
    files[name] = file
    let encoder = JSONCoding.encoder()
    for value in values {
      try file.write(contentsOf: encoder.encode(value) + Data("\n".utf8))
    }
  }

  private func open(_ name: String) throws -> FileHandle {
    let file = folder.appending(path: name)
    if !FileManager.default.fileExists(atPath: file.path) { try Data().write(to: file) }
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    return handle
  }
}
