import ArgumentParser
import Client
import Experiments
import Foundation

struct StudyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Submits a study, or shows one.",
    discussion: """
      A study is a set of jobs that answers one question. The recipes are the experiments of the paper:

      \(Recipe.allCases.map { "  \($0.rawValue): \($0.summary)" }.joined(separator: "\n"))

      Exits with 0 if the study was accepted and, with --watch, all its jobs succeeded; else with 1.
      """)

  @Argument(
    help: "A recipe, a file with a study as JSON (- for standard input), or the id of a study.")
  var what: String

  @Option(
    help: """
      How large a recipe is: small (ResNet-8 on Fashion-MNIST, minutes), medium (ResNet-20 on it, most of \
      an hour) or paper (ImageNet).
      """)
  var scale = StudyScale.small

  @Option(help: "Seeds of a recipe, such as 1,2,3: each row of the table is their mean.")
  var seeds = "1"

  @Option(
    help: "A field of every spec of a recipe and its value, such as dataset.path=/data/imagenet.")
  var set: [String] = []

  @Flag(help: "Follow the jobs to their ends.")
  var watch = false

  @Flag(help: "Print what the service answers, as JSON.")
  var json = false

  @Flag(help: "Cancel the jobs of the study of this id.")
  var cancel = false

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let client = try options.client()
    var study = try await find(client)
    if watch { study = try await StudyWatcher(client: client, quiet: json).watch(study) }
    if json {
      try Terminal.print(JSONText.pretty(study))
    } else {
      try Terminal.print(StudyText.text(study))
    }
    if watch, study.state != .succeeded { throw ExitCode.failure }
  }

  private func find(_ client: ServiceClient) async throws -> Study {
    if Identifier.isJob(what) {
      return cancel ? try await client.cancel(study: what) : try await client.study(what)
    }
    guard let recipe = Recipe(rawValue: what) else {
      guard what == "-" || FileManager.default.fileExists(atPath: what) else {
        let recipes = Recipe.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
          "\"\(what)\" is no study's id, no file, and none of the recipes: \(recipes)")
      }
      return try await client.submitStudy(json: SpecFile.read(what))
    }
    let request: JSONValue = .object([
      "recipe": .string(recipe.rawValue), "scale": .string(scale.rawValue),
      "seeds": .array(try seeds.split(separator: ",").map(Self.number)),
      "job": try set.map(Self.field).reduce(.object([:])) { $0.merging($1) },
    ])
    return try await client.submitStudy(json: JSONCoding.encoder().encode(request))
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
