import ArgumentParser
import Foundation
import Store

struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copies the database into a file, as of one moment; the service may run on.",
    discussion: """
      The files of artifacts never change once they have their name: copy the folder artifacts \
      after this, with cp or rsync. A backup is used by putting it in the place of staircase.sqlite.
      """)

  @Argument(help: "The new file.")
  var file: String

  @OptionGroup var options: DataOption

  func run() throws {
    let bytes = try options.database().backup(to: URL(filePath: file))
    try Terminal.print("\(file): \(Format.grouped(bytes)) bytes")
  }
}
