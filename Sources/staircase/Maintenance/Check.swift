import ArgumentParser
import Experiments
import Foundation
import Store

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks for damage in the database and for missing or needless files.",
    discussion: "The service may run on. Exits with 1 if something was found.")

  @Flag(help: "Also read every artifact and compare it with its hash.")
  var content = false

  @Flag(help: "Print a JSON object a line.")
  var json = false

  @OptionGroup var options: DataOption

  func run() throws {
    let findings = try options.database().check(artifacts: options.artifacts, content: content)
    for finding in findings {
      try Terminal.print(
        json
          ? JSONCoding.text(finding)
          : "\(finding.kind.rawValue): \(finding.place): \(finding.detail)")
    }
    if !json { try Terminal.print(findings.isEmpty ? "ok" : "\(findings.count) found") }
    if !findings.isEmpty { throw ExitCode.failure }
  }
}
