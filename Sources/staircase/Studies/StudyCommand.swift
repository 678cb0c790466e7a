import ArgumentParser
import Client
import Experiments
import Foundation
import Glibc

struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Submits a study, shows one, or lists them.",
    discussion: """
      A study is a set of jobs that answers one question. The recipes are the experiments of the paper:

      \(Recipe.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

      Without an argument, lists the studies. Exits with 0 if the study was accepted and, with --watch, \
      all its jobs succeeded; else with 1.
      """)

  @Argument(
    help: "A recipe, a file with a study as JSON (- for standard input), or the id of a study.",
    completion: .list(Recipe.allCases.map(\.rawValue)))
  var what: String?

  @Option(
    help: """
      How large a recipe is: small (ResNet-8 on Fashion-MNIST, minutes; the default), medium \
      (ResNet-20 on it, most of an hour) or paper (ImageNet).
      """)
  var scale: StudyScale?

  @Option(help: "Seeds, such as 1,2,3: each row of the table is their mean (default: 1).")
  var seeds: String?

  @Option(help: "A field of every spec and its value, such as dataset.path=/data/imagenet.")
  var set: [String] = []

  @Flag(help: "Follow the jobs to their ends.")
  var watch = false

  @Flag(help: "Cancel the jobs of the study of this id.")
  var cancel = false

  @OptionGroup var length: ListLength
  @OptionGroup var output: OutputOptions

  /// What an option says beside an argument that it does not belong to.
  func validate() throws {
    let ofNew = [
      ("--scale", scale != nil), ("--seeds", seeds != nil), ("--set", !set.isEmpty),
    ]
    let ofOne = [("--watch", watch), ("--cancel", cancel)]
    let (wrong, reason) =
      switch what {
      case nil: (ofNew + ofOne, "needs a study: a recipe, a file or an id")
      case let what? where Self.isID(what):
        (ofNew, "is for a new study, and \(what) is the id of one")
      case let what?: ([("--cancel", cancel)], "needs the id of a study, and \"\(what)\" is none")
      }
    if let (option, _) = wrong.first(where: \.1) { throw ValidationError("\(option) \(reason)") }
    _ = try changes()
  }

  func run() async throws {
    let client = try output.client()
    guard let what else {
      let page = try await length.read { try await client.studies(limit: $0, cursor: $1) }
      try output.print(page) { StudyText.table($0.items) }
      if !output.json { length.tellOfMore(page) }
      return
    }
    var study = try await find(what, client)
    if watch {
      let signals = StopSignal.handle { [study] in
        Terminal.printError(
          "\nthe study goes on; `staircase study \(study.id) --cancel` cancels its jobs")
        Glibc.exit(ExitCode.interrupted.rawValue)
      }
      defer { withExtendedLifetime(signals) {} }
      study = try await StudyWatcher(client: client, quiet: output.json).watch(study)
    }
    try output.print(study, StudyText.details)
    if watch, study.state != .succeeded { throw ExitCode.failure }
  }

  private func find(_ what: String, _ client: ServiceClient) async throws -> Study {
    if Self.isID(what) {
      let id = try await client.studyID(what)
      return cancel ? try await client.cancel(study: id) : try await client.study(id)
    }
    let changes = try changes()
    if let recipe = Recipe(rawValue: what) {
      let request = JSONValue.object(["recipe": .string(recipe.rawValue)]).merging(changes)
      return try await client.submitStudy(json: JSONCoding.encoder().encode(request))
    }
    guard what == "-" || FileManager.default.fileExists(atPath: what) else {
      let recipes = Recipe.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "\"\(what)\" is no study's id, no file, and none of the recipes: \(recipes)")
    }
    let file = try SpecFile.read(what)
    // As it is written where nothing changes it: errors then point into that text.
    if changes == .object([:]) { return try await client.submitStudy(json: file) }
    let request = try JSONCoding.tree(file).merging(changes)
    return try await client.submitStudy(json: JSONCoding.encoder().encode(request))
  }

  /// Whether it is the id of a study, or the beginning of one; a file of such a name comes first.
  private static func isID(_ what: String) -> Bool {
    Identifier.Kind.study.matches(what)
      || ServiceClient.isBeginning(what) && !FileManager.default.fileExists(atPath: what)
  }

  /// What the options say of a new study.
  private func changes() throws -> JSONValue {
    var changes: [String: JSONValue] = [:]
    changes["scale"] = scale.map { .string($0.rawValue) }
    changes["seeds"] = try seeds.map { .array(try $0.split(separator: ",").map(Self.number)) }
    if !set.isEmpty {
      changes["job"] = try set.map(Self.field).reduce(.object([:])) { $0.merging($1) }
    }
    return .object(changes)
  }

  private static func number(_ text: Substring) throws -> JSONValue {
    guard let number = Int(text) else {
      throw ValidationError("--seeds: \"\(text)\" is not a whole number")
    }
    return .integer(number)
  }

  /// `a.b=value`: the value as JSON, or as a text where it is none.
  private static func field(_ text: String) throws -> JSONValue {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      throw ValidationError("--set: \"\(text)\" is not FIELD=VALUE")
    }
    let value = (try? JSONCoding.tree(Data(parts[1].utf8))) ?? .string(parts[1])
    return value.nested(in: parts[0].split(separator: ".").map(String.init))
  }
}

extension StudyScale: ExpressibleByArgument {}
