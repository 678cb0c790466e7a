import ArgumentParser
import Experiments
import Foundation
import Store

struct CreateToken: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Makes a token and prints it, this once: only a digest of it is kept.",
    discussion: """
      Roles: read sees everything; write also submits, cancels and changes; worker is for worker \
      processes on other machines; admin may do everything.
      """)

  @Option(help: "What it may do: read, write, worker or admin.")
  var role: Role

  @Option(help: "Whom or what it is for (default: the role).")
  var name: String?

  @Flag(help: "Make the data folder if it is new, before a service ever ran on it.")
  var create = false

  @Flag(help: "Print the token and what is listed of it as JSON.")
  var json = false

  @OptionGroup var options: DataOption

  func validate() throws {
    if let name, !(1...200).contains(name.count) {
      throw ValidationError("--name must have between 1 and 200 characters")
    }
  }

  func run() throws {
    let store = try options.open(create: create)
    let secret = TokenSecret.make()
    let (name, role) = (name ?? role.rawValue, role)
    let token = try store.write {
      try $0.createToken(
        name: name, role: role, digest: TokenSecret.digest(secret), now: Date())
    }
    try store.close()
    if json {
      let tree: JSONValue = [
        "id": .integer(token.id), "name": .string(token.name), "role": .string(role.rawValue),
        "token": .string(secret),
      ]
      return try Terminal.print(JSONCoding.text(tree))
    }
    Terminal.printError("token \(token.id) for \(role.rawValue); it cannot be shown again:")
    try Terminal.print(secret)
  }
}

extension Role: ExpressibleByArgument {}
