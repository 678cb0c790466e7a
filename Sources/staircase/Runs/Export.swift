import ArgumentParser
import Client
import Experiments
import Foundation

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes what a run recorded.",
    discussion: """
      Without --out, every point of its metrics to standard output. With --out, everything into a \
      folder: run.json, metrics.csv (or .ndjson), log.txt for the run of a job, artifacts/, and, where it \
      has quantizers, quantizers.json, step-sizes.json and histograms.json as the service answers them.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case csv, ndjson
  }

  @Argument(help: "The run's id, the beginning of it, or that of the job that made it.")
  var id: String

  @Option(help: "How metrics are written: csv (the default), or ndjson: an object a line.")
  var format: Format?

  @Option(help: "Only these metrics, with commas between them.")
  var keys: String?

  @Option(help: "Folder to write everything into; made if it is new.", completion: .directory)
  var out: String?

  @Flag(help: "The same as --format ndjson; with --out, print the names of the files as JSON.")
  var json = false

  @OptionGroup var server: ServerOptions

  func validate() throws {
    if out == nil, json, format == .csv {
      throw ValidationError("--json is --format ndjson: give one of --json and --format csv")
    }
  }

  func run() async throws {
    let client = try server.client()
    let run = try await client.run(named: id)
    for key in (keys ?? "").split(separator: ",") where run.latest[String(key)] == nil {
      throw CommandError.unknown("metric", String(key), known: run.latest.keys.sorted())
    }
    guard let out else {
      let format = format ?? (json ? .ndjson : .csv)
      for try await piece in client.points(run: run.id, format: format.rawValue, keys: keys) {
        try OutputFile.standardOutput.write(piece)
      }
      return
    }
    let export = RunExport(
      client: client, run: run, folder: URL(filePath: out, directoryHint: .isDirectory),
      format: (format ?? .csv).rawValue, keys: keys)
    let files = try await export.write()
    try Terminal.print(try json ? JSONCoding.prettyText(files) : files.joined(separator: "\n"))
  }
}
