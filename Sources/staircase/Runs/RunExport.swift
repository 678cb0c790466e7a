import Client
import Experiments
import Foundation
import Store

/// Everything that a run recorded, as files in a folder.
struct RunExport {
  let client: ServiceClient
  let run: Run
  let folder: URL
  /// Of the metrics: csv or ndjson.
  let format: String
  /// Metrics, with commas between them; nil for all.
  let keys: String?

  /// Returns the names of the files.
  func write() async throws -> [String] {
    let metrics = "metrics.\(format)"
    var names = ["run.json", metrics]
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(run, "run.json")
    try await client.downloadPoints(
      run: run.id, format: format, keys: keys, to: folder.appending(path: metrics))
    if let job = run.jobId {
      try Data(await client.log(job: job).utf8).write(to: folder.appending(path: "log.txt"))
      names.append("log.txt")
    }
    let quantizers = try await client.quantizers(run: run.id)
    if !quantizers.isEmpty {
      try write(Page(items: quantizers), "quantizers.json")
      let steps = try await client.stepSizes(run: run.id, maxPoints: 100_000)
      try write(StepSizesAnswer(quantizers: steps), "step-sizes.json")
      try write(Page(items: await client.histograms(run: run.id)), "histograms.json")
      names += ["quantizers.json", "step-sizes.json", "histograms.json"]
    }
    for artifact in try await client.artifacts(run: run.id) {
      // Whoever answers there must not choose where on this machine it is written.
      guard (try? ArtifactPath.check(artifact.path)) != nil else {
        throw CommandError(
          description: "\"\(artifact.path)\" is no path of an artifact: it is not written")
      }
      let name = "artifacts/\(artifact.path)"
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try await client.download(run: run.id, path: artifact.path, to: file)
      names.append(name)
    }
    return names
  }

  private func write(_ value: some Encodable, _ name: String) throws {
    try JSONCoding.encoder(pretty: true).encode(value).write(to: folder.appending(path: name))
  }
}
