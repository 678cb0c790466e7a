import ArgumentParser
import Client
import Experiments

/// How a command prints, and which service it asks: what every client command has.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print what the service answers, as JSON.")
  var json = false

  @OptionGroup var server: ServerOptions

  func client() throws -> ServiceClient { try server.client() }

  /// Prints a value as JSON where that is asked for, else what `text` says of it.
  func print<Value: Encodable>(_ value: Value, _ text: (Value) -> String) throws {
    try Terminal.print(try json ? JSONCoding.prettyText(value) : text(value))
  }
}
