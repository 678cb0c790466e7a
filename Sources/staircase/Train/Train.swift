import ArgumentParser
import Experiments
import Foundation
import Tensors
import Training
import Worker

struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains one job without a service.",
    discussion: """
      Writes spec.json, \(TrainingFolder.records.joined(separator: ", ")) and the checkpoints \
      periodic, best and final, this one with the network at its bits, into the folder of --out. \
      Ctrl-C or SIGTERM ends it after the batch at hand, with a checkpoint from which \
      --resume goes on; the second Ctrl-C ends it at once.
      """)

  @Argument(
    help: "A file with the job's spec as JSON; - for standard input. Not needed to --resume.",
    completion: .file(extensions: ["json"]))
  var spec: String?

  @Option(
    help: "Folder for what the training records and its checkpoints.", completion: .directory)
  var out = "train"

  @Option(help: "Threads to train with (default: one a core).")
  var threads: Int?

  @Flag(help: "Go on with the training in the folder of --out, from its newest checkpoint.")
  var resume = false

  @Flag(help: "Write over an earlier training in the folder of --out.")
  var force = false

  @Flag(help: "Print the spec with every default and end; without a spec, that of ResNet-20.")
  var printSpec = false

  func validate() throws {
    if spec == nil, !printSpec, !resume {
      throw ValidationError("which spec? Give a file, or - for standard input")
    }
    if resume, force || printSpec {
      throw ValidationError("--resume goes without \(force ? "--force" : "--print-spec")")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads) is not between 1 and 1024")
    }
  }

  func run() async throws {
    let given = try spec.map { try JobSpec(json: SpecFile.read($0)) }
    if printSpec {
      let spec = try given ?? JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20)
      return try Terminal.print(JSONCoding.prettyText(spec.whole))
    }
    let folder = TrainingFolder(url: URL(filePath: out, directoryHint: .isDirectory))
    let job = try given ?? folder.keptSpec()
    let checkpoint = try resume ? newestCheckpoint(folder, job) : nil
    if !resume, !force { try folder.checkIsEmpty() }
    let stop = StopRequest()
    let threads = self.threads ?? MachineCores.count
    let observer = FileObserver(folder: folder.url, threads: threads, stop: stop) {
      try resume ? folder.forget(after: checkpoint?.step ?? 0) : folder.begin(job)
      return try job.fieldsWithoutEffect
    }
    let loop = try TrainingLoop(
      configuration: TrainingConfiguration(
        job, start: try Self.weights("/start", of: job),
        teacher: try Self.weights("/distillation/teacher", of: job),
        threads: threads),
      workFolder: folder.url, observer: observer)
    let signals = StopSignal.handle { stop.make() }
    defer { withExtendedLifetime(signals) {} }
    let result = try loop.run(resumingFrom: checkpoint?.folder)
    observer.end()
    try tell(result)
    if result.outcome == .stopped { throw ExitCode.interrupted }
  }

  private func newestCheckpoint(
    _ folder: TrainingFolder, _ job: JobSpec
  ) throws -> (folder: URL, step: Int)? {
    guard try folder.keptSpec() == job else {
      throw CommandError(
        description: "\(out) has a training of another spec: see \(out)/\(TrainingFolder.spec)")
    }
    return try folder.newestCheckpoint(of: job)
  }

  /// The file of weights that a spec names at `pointer`, nil for random ones or none. Throws for
  /// those that only a service can look up.
  private static func weights(_ pointer: String, of spec: JobSpec) throws -> URL? {
    let kind: String
    switch spec.weightSources.first(where: { $0.pointer == pointer })?.source {
    case nil, .random: return nil
    case .file(let path): return URL(filePath: path)
    case .job: kind = "job"
    case .run: kind = "run"
    }
    throw CommandError(
      description: """
        \(pointer)/from: "\(kind)" needs a service that knows it; without one, give \
        {"from": "file", "path": ...}
        """)
  }

  private func tell(_ result: TrainingResult) throws {
    if result.outcome == .stopped {
      let threads = threads.map { " --threads \($0)" } ?? ""
      return try Terminal.print(
        """
        stopped after step \(result.step); this goes on from there:
          staircase train --resume --out \(out)\(threads)
        """)
    }
    try Terminal.print(
      """
      test accuracy  \(Format.percent(result.testAccuracy, digits: 2))
      model bytes    \(Format.grouped(result.modelBytes))
      images/s       \(Format.grouped(result.imagesPerSecond))
      seconds        \(Format.decimals(result.seconds, 1))
      checkpoint     \(result.finalCheckpoint.path)
      """)
    if let network = result.packedNetwork { try Terminal.print("network        \(network.path)") }
  }
}
