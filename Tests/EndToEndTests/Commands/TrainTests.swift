import Experiments
import Foundation
import Glibc
import TestSupport
import Testing
import Training

/// `staircase train` as it is stopped and gone on with.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TrainTests {
  /// Writes a spec whose epochs have a step for every 64 images: ten, if not told otherwise.
  private static func spec(
    in folder: URL, named name: String = "spec.json", training: Int = 640, epochs: Int = 1,
    change: (inout JobSpec) -> Void = { _ in }
  ) throws -> URL {
    var spec = try JobSpec.make(
      dataset: FashionMNISTSubset.make(training: training, test: 64), epochs: epochs)
    change(&spec)
    let file = folder.appending(path: name)
    try JSONCoding.encoder().encode(spec).write(to: file)
    return file
  }

  private static func train(_ arguments: String...) async throws -> ProgramRun {
    try await ProgramRun.of(["train"] + arguments + ["--threads", "1"])
  }

  private static func weights(_ out: URL) throws -> Data {
    try Data(contentsOf: out.appending(path: "final/checkpoint.safetensors"))
  }

  /// The (key or quantizer, step) of each line of what was recorded.
  private static func places(_ out: URL, _ name: String) throws -> [String] {
    try String(contentsOf: out.appending(path: name), encoding: .utf8).split(separator: "\n").map {
      let line = try JSONCoding.tree(Data($0.utf8))
      return "\(line["key"] ?? line["quantizer"] ?? .null) \(line["step"] ?? .null)"
    }
  }

  @Test("A training has as many threads as the environment allows, and says if more are asked for")
  func threadLimit() async throws {
    let folder = try Scratch.folder()
    let file = try Self.spec(in: folder)
    func train(_ name: String, _ options: String...) async throws -> ProgramRun {
      try await ProgramRun.of(
        ["train", file.path, "--out", folder.appending(path: name).path] + options,
        environment: ["OMP_THREAD_LIMIT": "1"])
    }
    let tooMany = try await train("two", "--threads", "2")
    #expect(
      tooMany.status == 1
        && tooMany.errors.contains("2 threads are asked for; OMP_THREAD_LIMIT allows 1"),
      "\(tooMany)")
    let usual = try await train("usual")
    #expect(usual.status == 0 && usual.output.hasPrefix("1 thread, "), "\(usual)")
  }

  @Test("A training that was stopped and resumed ends with the bits and records of one left alone")
  func resumed() async throws {
    let folder = try Scratch.folder()
    let file = try Self.spec(in: folder, epochs: 4)
    let (calm, out) = (folder.appending(path: "calm"), folder.appending(path: "out"))
    let whole = try await Self.train(file.path, "--out", calm.path)
    #expect(whole.status == 0)
    // A line an epoch, where no terminal is.
    #expect(whole.output.split(separator: "\n").count { $0.hasPrefix("epoch ") } == 4, "\(whole)")
    #expect(whole.output.hasPrefix("1 thread, instructions "), "\(whole)")

    let process = Process()
    process.executableURL = LiveService.staircase
    process.arguments = ["train", file.path, "--out", out.path, "--threads", "1"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let periodic = out.appending(path: "periodic/checkpoint.safetensors")
    try await waitUntil { FileManager.default.fileExists(atPath: periodic.path) }
    kill(process.processIdentifier, SIGINT)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(text.contains("staircase train --resume --out \(out.path) --threads 1"), "\(text)")

    let unasked = try await Self.train(file.path, "--out", out.path)
    #expect(unasked.status == 73 && unasked.errors.contains("is not empty"), "\(unasked)")
    // As if it had been killed: the newest checkpoint is older than the last records.
    try FileManager.default.removeItem(at: out.appending(path: "final"))
    let resumed = try await Self.train("--resume", "--out", out.path)
    #expect(resumed.status == 0, "\(resumed)")
    #expect(try Self.weights(out) == Self.weights(calm))
    for name in ["metrics.ndjson", "step-sizes.ndjson", "histograms.ndjson"] {
      #expect(try Self.places(out, name) == Self.places(calm, name), "\(name)")
    }
    let done = try await Self.train("--resume", "--out", out.path)
    #expect(done.status == 1 && done.errors.contains("is done"), "\(done)")
    #expect(try await Self.train(file.path, "--force", "--out", out.path).status == 0)
    #expect(try Self.weights(out) == Self.weights(calm))
  }

  @Test("A training that was stopped in its last evaluation is not done")
  func stoppedInTheLastEvaluation() async throws {
    let folder = try Scratch.folder()
    let (file, out) = (try Self.spec(in: folder, training: 256), folder.appending(path: "out"))
    #expect(try await Self.train(file.path, "--out", out.path).status == 0)
    let (weights, places) = (try Self.weights(out), try Self.places(out, "metrics.ndjson"))

    // As it would have been left then: with nothing of the evaluation.
    let final = out.appending(path: "final")
    var checkpoint = try Checkpoint(folder: final)
    checkpoint.state.owesEvaluation = true
    checkpoint.state.bestTestAccuracy = 0
    try checkpoint.write(to: final)
    let metrics = out.appending(path: "metrics.ndjson")
    let trained = try String(contentsOf: metrics, encoding: .utf8).split(separator: "\n")
      .filter { !$0.contains("\"test") }
    try Data(trained.map { $0 + "\n" }.joined().utf8).write(to: metrics)

    let resumed = try await Self.train("--resume", "--out", out.path)
    #expect(resumed.status == 0 && resumed.output.contains("test accuracy"), "\(resumed)")
    #expect(try Self.weights(out) == weights)
    #expect(try Self.places(out, "metrics.ndjson") == places)
  }

  @Test("Fields that change nothing are told of on standard error and in the log")
  func fieldsWithoutEffect() async throws {
    let folder = try Scratch.folder()
    let out = folder.appending(path: "out")
    let file = try Self.spec(in: folder, training: 256) {
      ($0.quantizer.method, $0.quantizer.gradientScale) = (.fixed, .one)
      $0.schedule.warmupSteps = 4
    }
    let run = try await Self.train(file.path, "--out", out.path)
    let warning = "warning: quantizer.gradientScale has no effect on training with method"
    #expect(run.status == 0 && run.errors.hasPrefix(warning), "\(run)")
    // What only the length of the data tells.
    #expect(run.errors.contains("\nwarning: the learning rate never comes up to"), "\(run)")
    let log = try String(contentsOf: out.appending(path: "log.ndjson"), encoding: .utf8)
    #expect(log.contains(warning))
  }

  @Test("A training whose start cannot be read leaves the folder as it was")
  func unreadableStart() async throws {
    let folder = try Scratch.folder()
    let out = folder.appending(path: "out")
    let good = try Self.spec(in: folder, named: "good.json", training: 256)
    let bad = try Self.spec(in: folder, named: "bad.json", training: 256) {
      $0.start = .file(path: "/nowhere.safetensors")
    }

    let refused = try await Self.train(bad.path, "--out", out.path)
    #expect(refused.status == 66 && refused.errors.contains("/nowhere.safetensors"), "\(refused)")
    // There is nothing in it that would ask for --force.
    #expect(try await Self.train(good.path, "--out", out.path).status == 0)
    let weights = try Self.weights(out)
    #expect(try await Self.train(bad.path, "--force", "--out", out.path).status == 66)
    let foreign = try Self.spec(in: folder, named: "foreign.json", training: 256) {
      $0.start = .job(id: "0123456789abcdef")
    }
    let unknown = try await Self.train(foreign.path, "--force", "--out", out.path)
    #expect(unknown.status == 1 && unknown.errors.contains("/start/from: \"job\" needs a service"))
    #expect(try Self.weights(out) == weights)
  }

  @Test("A spec is printed with all its defaults, and nothing is trained")
  func printedSpec() async throws {
    let usual = try await ProgramRun.of(["train", "--print-spec"])
    #expect(
      try JobSpec(json: Data(usual.output.utf8))
        == JobSpec.defaults(dataset: .fashionMNIST, model: .resnet20))
    #expect(usual.output.contains(#""clipNorm" : null"#))
    let folder = try Scratch.folder()
    let file = try Self.spec(in: folder, epochs: 7)
    let given = try await ProgramRun.of(["train", file.path, "--print-spec"])
    #expect(
      try JobSpec(json: Data(given.output.utf8)) == JobSpec(json: Data(contentsOf: file)))
  }

  @Test(
    "On a terminal, the progress line fits, tells how far it is, and is what the locale has",
    arguments: [(50, "C.UTF-8", true), (20, "C", false)])
  func narrow(_ columns: Int, _ locale: String, _ hasBlocks: Bool) async throws {
    let folder = try Scratch.folder()
    let file = try Self.spec(in: folder)
    let command =
      "stty cols \(columns); '\(LiveService.staircase.path)' train '\(file.path)' --threads 1 "
      + "--out '\(folder.path)/out'"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["-qec", command, "/dev/null"]
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": locale]) { $1 }
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\r\u{1B}[2K").filter { $0.contains("%  epoch ") }
    #expect(!lines.isEmpty, "\(text)")
    #expect(lines.allSatisfy { $0.count < columns }, "\(lines.max { $0.count < $1.count } ?? "")")
    #expect(lines.contains { $0.contains("░") } == hasBlocks)
    #expect(hasBlocks || lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
  }
}
