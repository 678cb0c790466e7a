import ArgumentParser
import Experiments
import Foundation
import Store

struct ListTokens: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists the tokens, without their secrets.")

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var options: DataOption

  func run() throws {
    let store = try options.open()
    let tokens = try store.read { try $0.tokens() }
    try store.close()
    if json { return try Terminal.print(JSONCoding.prettyText(Page(items: tokens))) }
    var table = TextTable([
      ("TOKEN", .right), ("NAME", .left), ("ROLE", .left), ("CREATED", .left),
    ])
    for token in tokens {
      table.append([
        "\(token.id)", token.name, token.role.rawValue, Timestamp.string(from: token.createdAt),
      ])
    }
    try Terminal.print(table.rendered())
  }
}
