import ArgumentParser
import Client
import Experiments
import Foundation

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes what a run recorded.",
    discussion: """
      Without --out, every point of its metrics to standard output. With --out, everything into a \
      folder: run.json, metrics.csv, quantizers.json, step-sizes.json, histograms.json and artifacts/.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv, ndjson
  }

  @Argument(help: "The run's id, or that of the job that made it.")
  var id: String

  @Option(help: "csv, or ndjson: an object a line.")
  var format = Format.csv

  @Option(help: "Only these metrics, with commas between them.")
  var keys: String?

  @Option(help: "Folder to write everything into; made if it is new.", completion: .directory)
  var out: String?

  @Flag(help: "The same as --format ndjson; with --out, print the names of the files as JSON.")
  var json = false

  @OptionGroup var server: ServerOptions

  func run() async throws {
    let client = try server.client()
    let run = try await client.run(of: id)
    for key in (keys ?? "").split(separator: ",") where run.latest[String(key)] == nil {
      throw CommandError.unknown("metric", String(key), known: run.latest.keys.sorted())
    }
    guard let out else {
      let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: file) }
      try await client.downloadMetrics(
        run: run.id, format: json ? "ndjson" : format.rawValue, keys: keys, to: file)
      return try Terminal.copy(file)
    }
    let export = RunExport(
      client: client, run: run, folder: URL(filePath: out, directoryHint: .isDirectory))
    let files = try await export.write()
    try Terminal.print(try json ? JSONText.pretty(files) : files.joined(separator: "\n"))
  }
}
