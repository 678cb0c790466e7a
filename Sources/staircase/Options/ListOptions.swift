import ArgumentParser
import Client
import Experiments

/// What narrows a list of jobs or runs, and how long it is.
struct ListOptions: ParsableArguments {
  @Option(help: "Only those of the experiment of this name.")
  var experiment: String?

  @Option(help: "Only those that the study of this id made.")
  var study: String?

  @OptionGroup var length: ListLength

  /// Throws if an id is given beside what narrows a list, which would be passed over.
  func check(id: String?, isNarrowed: Bool) throws {
    guard id != nil, isNarrowed || experiment != nil || study != nil else { return }
    throw ValidationError("an id is shown alone: leave it out, or the options that narrow a list")
  }

  /// The id of the study, of which the beginning may be given.
  func studyID(_ client: ServiceClient) async throws -> String? {
    guard let study else { return nil }
    return try await client.studyID(study)
  }

  /// Throws if the experiment or the study is unknown, which is why a list of theirs is empty.
  func checkNames(_ client: ServiceClient) async throws {
    if let experiment {
      let page = try await client.experiments()
      let known = page.items.map(\.name)
      if !known.contains(experiment), page.nextCursor == nil {
        throw CommandError.unknown("experiment", experiment, known: known)
      }
    }
    if let study = try await studyID(client) { _ = try await client.study(study) }
  }
}
