import ArgumentParser

/// What every command that lists has.
struct ListOptions: ParsableArguments {
  @Option(help: "Only those of the experiment of this name.")
  var experiment: String?

  @Option(help: "Only those that this study made.")
  var study: String?

  @Option(help: "At most so many.")
  var limit = 20

  func validate() throws {
    guard (1...1000).contains(limit) else {
      throw ValidationError("--limit \(limit) is not between 1 and 1000")
    }
  }
}
