import ArgumentParser
import Client
import Experiments
import Foundation
import Logging
import Store

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains ResNet-8 on Fashion-MNIST in float32 and with LSQ at 8, 4, 3 and 2 bits.",
    discussion: """
      Starts a service with one worker, submits the jobs, shows progress and prints a table of \
      their results. On a terminal it then keeps serving the dashboard until Ctrl-C.
      """)

  private static let experiment = "demo"

  @Option(help: "Port of the service; 0 lets the system choose.")
  var port: UInt16 = 8080

  @Option(
    help: "Folder of the database and the artifacts; made if it is new.", completion: .directory)
  var data = "demo-data"

  @Option(help: "Seed of weights, order and augmentation.")
  var seed = 1

  func run() async throws {
    let folder = URL(filePath: data, directoryHint: .isDirectory)
    // Before there is a worker, which a signal must not leave behind.
    let stop = StopSignal()
    let host = try start(folder)
    let study = Task { try await run(host.url, folder) }
    let interrupt = Task {
      await stop.received()
      study.cancel()
    }
    let result = await study.result
    if case .success = result, Terminal.isInteractive {
      try Terminal.print("The dashboard stays at \(host.url.absoluteString) until Ctrl-C.")
      await interrupt.value
    }
    interrupt.cancel()
    try await host.stop()
    if case .failure(let error) = result, error is CancellationError {
      try Terminal.print(
        "Stopped. What was trained so far is in \(folder.path); the next demo begins anew.")
      throw ExitCode.interrupted
    }
    if try result.get().contains(where: { $0.state != .succeeded }) { throw ExitCode.failure }
  }

  /// Another program may have the port, which must not spoil a first look: any other will do.
  private func start(_ folder: URL) throws -> ServiceHost {
    var logger = Logger(label: "demo")
    logger.logLevel = .error
    let free = PortProbe.isFree(port)
    if !free { try Terminal.print("port \(port) is taken; another is used") }
    let configuration = try ServiceHost.configuration(
      port: free ? port : 0, data: folder, workers: 1)
    return try ServiceHost.start(configuration, workers: 1, logger: logger)
  }

  /// Submits the jobs, follows them to their ends, and prints the table.
  private func run(_ url: URL, _ folder: URL) async throws -> [Job] {
    // Needed if the folder got tokens since the last demo.
    let token = ProcessInfo.processInfo.environment["STAIRCASE_TOKEN"]
    let client = ServiceClient(server: url, token: token)
    try await cancelLeftovers(client)
    let request: JSONValue = .object([
      "name": .string("demo"), "recipe": .string(Recipe.bits.rawValue),
      "seeds": .array([.integer(seed)]),
      "job": .object(["experiment": .string(Self.experiment)]),
    ])
    let study = try await client.submitStudy(json: JSONCoding.encoder().encode(request))
    let ids = study.table?.rows.flatMap(\.jobs) ?? []
    let first = try await client.job(ids.first ?? "")
    try Terminal.print(
      """
      dashboard  \(url.absoluteString)
      database   \(DataFolder.database(in: folder).path)
      try        curl -s \(url.absoluteString)/api/v1/jobs
                 curl -s '\(url.absoluteString)/api/v1/runs/\(first.runId)/metrics?keys=trainLoss'

      """)
    let watcher = JobWatcher(client: client)
    var ended: [Job] = []
    for id in ids { ended.append(try await watcher.watch(id)) }
    try Terminal.print("\n\(try await DemoTable.make(of: ended, client: client))\n")
    return ended
  }

  /// A demo that was interrupted leaves jobs behind, which would be trained before this one's.
  private func cancelLeftovers(_ client: ServiceClient) async throws {
    for job in try await client.jobs(experiment: Self.experiment).items
    where !job.state.isFinal {
      _ = try await client.cancel(job: job.id)
    }
  }
}
