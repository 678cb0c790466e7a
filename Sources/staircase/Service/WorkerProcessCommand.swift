import ArgumentParser
import Foundation
import Worker

struct WorkerProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Runs one worker process: claims jobs from a service, trains, reports.",
    discussion: """
      Ends on SIGTERM, SIGHUP or Ctrl-C; a job at hand is given back with a checkpoint. The second \
      Ctrl-C ends it at once.
      """)

  @OptionGroup var options: ServerOptions

  @Option(help: "What the service calls this worker (default: host, process id and random digits).")
  var id: String?

  @Option(help: "Threads to train with (default: one a core).")
  var threads: Int?

  @Option(
    help: "Folder of the files of the job at hand (default: one among the temporary files).",
    completion: .directory)
  var work: String?

  @Option(
    help: ArgumentHelp("End after the job at hand once this process is gone.", visibility: .private)
  )
  var supervisor: Int32?

  @Flag(help: "End after one job, or at once if there is none.")
  var once = false

  @OptionGroup var log: LogOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is not between 1 and 1024")
    }
  }

  func run() async throws {
    let (url, token) = try options.address()
    let worker = WorkerLoop(
      WorkerConfiguration(
        server: url, token: token, id: id, threads: threads,
        workFolder: work.map { URL(filePath: $0, directoryHint: .isDirectory) }, once: once,
        supervisor: supervisor),
      logger: log.logger("worker"))
    let signals = StopSignal.handle { worker.stop() }
    defer { withExtendedLifetime(signals) {} }
    try await worker.run()
  }
}
