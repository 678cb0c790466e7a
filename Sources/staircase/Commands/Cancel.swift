import ArgumentParser
import Client
import Experiments

struct Cancel: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Cancels a job.",
    discussion: "A queued job is canceled at once, a running one after its present step.")

  @Argument(help: "The job's id.")
  var id: String

  @OptionGroup var options: ServerOptions

  func run() async throws {
    let job = try await options.client().cancel(job: id)
    Terminal.print("\(job.name): \(job.state.rawValue)")
  }
}
