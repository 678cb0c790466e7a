import Client
import Experiments
import Foundation
import TestSupport
import Testing

/// The README's tour, pasted block by block into a fresh shell, does what it says.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ReadmeTests {
  /// A block of shell commands, under its heading.
  struct Block {
    var heading: String
    var lines: String
  }

  private static let readme = Checkout.folder.appending(path: "README.md")

  /// What each block prints, at least.
  private static let wanted: [String: [String]] = [
    "Submit a job": [],
    "When something is wrong": ["/quantizer/weightBits", "1 is not between 2 and 8"],
    "Watch it": [#""state": "running""#, #""progress":"#, "Z ", "event: points"],
    "Fetch what it recorded": [
      #"{"downsampled":false,"key":"trainLoss","points":[["#, "key,step,value,time",
      "\ntrainLoss,", #"{"id":"stem.weight","bits":8,"first":"#,
    ],
    "Log a run of your own": [
      #"{"id":"conv1.weight","s":[0.12]}"#, #"{"path":"notes/date.txt","bytes":"#,
      #"{"status":"finished","loss":0.6}"#,
    ],
    "Find runs": [#"{"name":"mine","loss":0.6}"#, "expected one of = != LIKE"],
    "Cancel it": ["\"stopping\""],
    "Ask what else there is": ["post /api/v1/jobs\n", "staircase_jobs{state=\"queued\"} 0"],
  ]

  private static func blocks() throws -> [Block] {
    var blocks: [Block] = []
    var heading = ""
    var open: Block?
    for line in try String(contentsOf: readme, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    {
      if let block = open {
        if line == "```" {
          blocks.append(block)
          open = nil
        } else {
          open?.lines += line + "\n"
        }
      } else if line == "```sh" {
        open = Block(heading: heading, lines: "")
      } else if line.hasPrefix("#") {
        heading = String(line.drop { $0 == "#" }.dropFirst())
      }
    }
    return blocks
  }

  @Test("The tour with curl does what it says")
  func tour() async throws {
    let service = try await LiveService.start()
    defer { service.end() }
    let shell = try PastedShell()
    defer { shell.end() }
    let blocks = try Self.blocks().filter { $0.lines.contains("http://127.0.0.1:8080/") }
      .filter { Self.wanted[$0.heading] != nil }
    #expect(Set(blocks.map(\.heading)) == Set(Self.wanted.keys))
    for block in blocks {
      let lines = block.lines.replacingOccurrences(
        of: "http://127.0.0.1:8080", with: service.url.absoluteString)
      let (output, status) = try await shell.paste(lines)
      #expect(status == 0, "\(block.heading): \(output)")
      for text in Self.wanted[block.heading] ?? [] {
        #expect(output.contains(text), "\(block.heading): \(output)")
      }
      if block.heading == "Submit a job" {
        let run = try await shell.paste("echo $RUN").output
        try await Self.waitForPoints(of: run.trimmingCharacters(in: .newlines), service)
      }
    }
  }

  /// Until the run has recorded metrics and step sizes.
  private static func waitForPoints(of run: String, _ service: LiveService) async throws {
    let events = service.client.events(run: run)
    func isThere() async throws -> Bool {
      let steps = try await service.client.stepSizes(run: run)
      return steps.contains { $0.total > 0 }
    }
    if try await isThere() { return }
    for try await _ in events where try await isThere() { return }
  }
}
