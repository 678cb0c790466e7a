import ArgumentParser

struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures this machine's speed; run it while nothing else does.",
    subcommands: [BenchEngine.self, BenchHTTP.self, BenchStore.self])
}
