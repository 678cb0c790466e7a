import Experiments
import Foundation
import Training

/// The folder of a training without a service.
///
///     spec.json            the spec, with every default
///     metrics.ndjson, quantizers.ndjson, step-sizes.ndjson, histograms.ndjson, log.ndjson
///     periodic/ best/ final/   checkpoints
struct TrainingFolder {
  static let records = ["metrics", "quantizers", "step-sizes", "histograms", "log"]
    .map { "\($0).ndjson" }
  static let spec = "spec.json"
  private static let checkpoints: [CheckpointKind] = [.periodic, .best, .final]

  let url: URL

  /// For people: as it was given.
  private var path: String { url.relativePath }

  /// Throws if there is something in it.
  func checkIsEmpty() throws {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    guard try FileManager.default.contentsOfDirectory(atPath: url.path).isEmpty else {
      throw CommandError(
        description: """
          \(path) is not empty. --resume goes on with the training in it, --force writes over it, \
          --out names another folder
          """, exitCode: .cannotCreate)
    }
  }

  /// Makes the folder, without what an earlier training wrote into it, and keeps the spec there.
  func begin(_ spec: JobSpec) throws {
    let files = FileManager.default
    try files.createDirectory(at: url, withIntermediateDirectories: true)
    let own = Self.records + [Self.spec] + Self.checkpoints.map(\.rawValue)
    for name in own where files.fileExists(atPath: url.appending(path: name).path) {
      try files.removeItem(at: url.appending(path: name))
    }
    try JSONCoding.encoder(pretty: true).encode(spec)
      .write(to: url.appending(path: Self.spec), options: .atomic)
  }

  /// The spec of the training in it.
  func keptSpec() throws -> JobSpec {
    try JobSpec(json: SpecFile.read(url.appending(path: Self.spec).path))
  }

  /// The newest checkpoint to go on from, and its step; nil if the training was ended before it
  /// wrote one. Throws if it came to its end.
  func newestCheckpoint(of spec: JobSpec) throws -> (folder: URL, step: Int)? {
    var newest: (folder: URL, step: Int)?
    for kind in Self.checkpoints {
      let folder = url.appending(path: kind.rawValue, directoryHint: .isDirectory)
      guard FileManager.default.fileExists(atPath: folder.path) else { continue }
      let state = try Checkpoint(folder: folder).state
      if state.position.epoch >= spec.epochs, state.owesEvaluation != true {
        // Without the final one, the last epoch is trained again, for its results.
        guard kind == .final else { continue }
        throw CommandError(
          description: "the training in \(path) is done: its weights are in \(kind)")
      }
      if state.step > newest?.step ?? 0 { newest = (folder, state.step) }
    }
    return newest
  }

  /// Takes back what was recorded after `step` updates: a training that goes on from there records
  /// it again. Lines that are cut short go too.
  func forget(after step: Int) throws {
    struct Line: Decodable {
      var step: Int
    }
    // Points of step sizes are recorded before the update that follows as many, and so are the
    // first histograms.
    for (name, last) in [
      ("metrics.ndjson", step), ("step-sizes.ndjson", step - 1),
      ("histograms.ndjson", step == 0 ? -1 : step),
    ] {
      let file = url.appending(path: name)
      guard let text = try? Data(contentsOf: file) else { continue }
      let kept = text.split(separator: UInt8(ascii: "\n")).filter {
        ((try? JSONDecoder().decode(Line.self, from: $0)).map { $0.step <= last }) ?? false
      }
      try AtomicFile.write(kept.map { $0 + Data("\n".utf8) }, to: file)
    }
    // They are told again when the training goes on.
    try AtomicFile.write([], to: url.appending(path: "quantizers.ndjson"))
  }
}
