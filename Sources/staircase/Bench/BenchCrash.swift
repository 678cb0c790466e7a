import ArgumentParser
import Foundation

struct BenchCrash: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crash",
    abstract: "Kills service and workers again and again, and looks for what was lost or doubled.",
    discussion: """
      Each round submits jobs and logs points, kills one or more processes with SIGKILL at a random \
      moment, lets all jobs end, and compares the store with what was acknowledged. Exits with 1 at \
      the first difference.
      """)

  @Option(help: "So many rounds.")
  var rounds = 200

  @Option(help: "The same number gives the same kills, as far as processes allow.")
  var seed: UInt64?

  @Option(help: "Folder to work in; kept (default: one that is removed).")
  var folder: String?

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("--rounds \(rounds) is not above 0") }
  }

  func run() async throws {
    let place =
      folder.map { URL(filePath: $0, directoryHint: .isDirectory) }
      ?? FileManager.default.temporaryDirectory.appending(path: "crash-\(UUID().uuidString)")
    let seed = seed ?? UInt64.random(in: 0...UInt64.max)
    try Terminal.print("seed \(seed), in \(place.path)")
    let test = try CrashTest(folder: place, seed: seed)
    do {
      let tally = try await test.run(rounds: rounds)
      try Terminal.print(tally.description)
    } catch let error as CrashTest.Difference {
      try Terminal.print("FAILED: \(error)")
      throw ExitCode.failure
    }
    if folder == nil { try FileManager.default.removeItem(at: place) }
  }
}
