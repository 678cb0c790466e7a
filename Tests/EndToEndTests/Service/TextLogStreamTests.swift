import Client
import Experiments
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TextLogStreamTests {
  @Test("A name with ends of lines in it is one line of the log, without control characters")
  func forgery() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let folder = try Scratch.folder()
    let forged = "2026-11-28T10:00:00+0000 info worker: [Worker] all is well"
    let name = "a\n\(forged)\u{85}\(forged)\u{2028}\(forged)\r\u{1B}[2K\(forged)"
    let spec = try JobSpec.make(name: name, dataset: folder.appending(path: "nowhere"))
    let job = try await service.client.submit(spec)
    let run = try await ProgramRun.of(
      ["worker", "--once", "--server", service.url.absoluteString])
    let lines = run.errors.split(whereSeparator: \.isNewline)
    let named = try #require(lines.first { $0.contains("\(job.id) (a") }, "\(run.errors)")
    #expect(named.contains(#"(a\x0a\#(forged)\x85\#(forged)\x2028\#(forged)\x0d\x1b[2K"#))
    #expect(!lines.contains { $0.hasPrefix(forged) })
    #expect(!run.errors.contains("\u{1B}"))
  }
}
