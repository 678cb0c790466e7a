import ArgumentParser
import Experiments
import Foundation
import Store

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copies the database into a file, as of one moment; the service may run on.",
    discussion: """
      The files of artifacts never change once they have their name, but are added and removed: \
      copy the folder artifacts before this and again after it, with cp or rsync. `staircase \
      restore` puts a backup in the place of the database.
      """)

  @Argument(help: "The new file.", completion: .file())
  var file: String

  @Flag(help: "Print it as JSON.")
  var json = false

  @OptionGroup var options: DataOption

  func run() throws {
    let bytes = try options.database().backup(to: URL(filePath: file))
    let tree: JSONValue = ["file": .string(file), "bytes": .integer(bytes)]
    try Terminal.print(
      json ? JSONCoding.text(tree) : "\(file): \(Format.grouped(bytes)) bytes")
  }
}
