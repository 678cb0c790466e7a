import Client
import Experiments
import Foundation

/// Everything that a run recorded, as files in a folder.
struct RunExport {
  let client: ServiceClient
  let run: Run
  let folder: URL

  /// Returns the names of the files.
  func write() async throws -> [String] {
    var names = ["run.json", "metrics.csv"]
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(run, "run.json")
    try await client.downloadMetrics(
      run: run.id, format: "csv", keys: nil, to: folder.appending(path: "metrics.csv"))
    let quantizers = try await client.quantizers(run: run.id)
    if !quantizers.isEmpty {
      try write(quantizers, "quantizers.json")
      try write(try await client.stepSizes(run: run.id, maxPoints: 100_000), "step-sizes.json")
      try write(try await client.histograms(run: run.id), "histograms.json")
      names += ["quantizers.json", "step-sizes.json", "histograms.json"]
    }
    for artifact in try await client.artifacts(run: run.id) {
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
