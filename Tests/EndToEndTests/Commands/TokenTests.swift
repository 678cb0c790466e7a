import Client
import Experiments
import Foundation
import TestSupport
import Testing

/// Tokens as a person makes and uses them: with the program, on the folder of a service.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TokenTests {
  @Test("A service with a token listens everywhere, asks for it, and still trains with its workers")
  func exposed() async throws {
    let folder = try Scratch.folder()
    let write = try await Self.token("create", "--create", "--role", "write", "--data", folder.path)
    let service = try await LiveService.start(folder: folder, ["--host", "0.0.0.0"], token: write)
    defer { service.end() }

    #expect(await Self.status { try await ServiceClient(server: service.url).jobs() } == 401)
    let spec = try JobSpec.make(
      dataset: FashionMNISTSubset.make(training: 128, test: 64), epochs: 1)
    let job = try await service.client.submit(spec)
    #expect(try await service.waitForEnd(of: job.id).state == .succeeded)

    // A worker of another machine: its token says that it is one.
    let elsewhere = try await Self.token("create", "--role", "worker", "--data", folder.path)
    let claim = ClaimRequest(workerId: "w", host: "h", pid: 1, threads: 1, waitSeconds: 0)
    let worker = ServiceClient(server: service.url, token: elsewhere)
    #expect(try await worker.claim(claim) == nil)
    #expect(await Self.status { try await service.client.claim(claim) } == 403)
    #expect(await Self.status { try await worker.cancel(job: job.id) } == 403)
  }

  @Test("What is made or revoked while the service runs counts at once")
  func whileRunning() async throws {
    let service = try await LiveService.start(workers: 0)
    defer { service.end() }
    let stranger = service.client
    #expect(try await stranger.jobs().items.isEmpty)

    let secret = try await Self.token("create", "--role", "read", "--data", service.folder.path)
    #expect(await Self.status { try await stranger.jobs() } == 401)
    let reader = ServiceClient(server: service.url, token: secret)
    #expect(try await reader.jobs().items.isEmpty)
    let file = ["STAIRCASE_SERVER": service.url.absoluteString, "STAIRCASE_TOKEN": "\(secret)\r\n"]
    #expect(try await ProgramRun.of(["jobs"], environment: file).status == 0)

    func call(_ arguments: String..., token: String? = nil) async throws -> ProgramRun {
      try await ProgramRun.of(
        arguments + ["--server", service.url.absoluteString],
        environment: token.map { ["STAIRCASE_TOKEN": $0] } ?? [:])
    }
    let without = try await call("jobs")
    #expect(without.status == 77 && without.errors.contains("needs a token"), "\(without)")
    #expect(try await call("jobs", token: secret).status == 0)
    #expect(try await call("jobs", "--token", secret, token: "stc_other").status == 0)
    let weak = try await call("cancel", "0123456789abcdef", token: secret)
    #expect(weak.status == 77 && weak.errors.contains("yours is read"), "\(weak)")

    let list = try await Self.token("list", "--data", service.folder.path)
    #expect(list.contains("read"))
    #expect(!list.contains(secret))
    _ = try await Self.token("create", "--role", "admin", "--data", service.folder.path)
    _ = try await Self.token("revoke", "1", "--data", service.folder.path)
    #expect(await Self.status { try await reader.jobs() } == 401)
  }

  @Test("A folder is made only when asked for, and the last token goes only when that is meant")
  func guarded() async throws {
    let folder = try Scratch.folder().appending(path: "new")
    func token(_ arguments: String...) async throws -> ProgramRun {
      try await ProgramRun.of(["token"] + arguments + ["--data", folder.path])
    }
    let typo = try await token("create", "--role", "read")
    #expect(typo.status == 66 && typo.errors.hasSuffix(", or make it with --create\n"), "\(typo)")
    #expect(!FileManager.default.fileExists(atPath: folder.path))
    let made = try await token("create", "--role", "read", "--create", "--json")
    let tree = try JSONCoding.tree(Data(made.output.utf8))
    #expect(tree["id"] == 1 && tree["role"] == "read", "\(made)")
    let last = try await token("revoke", "1")
    #expect(last.status == 1 && last.errors.contains("--yes"), "\(last)")
    #expect(try await token("revoke", "2").errors.contains("there is no token 2"))
    #expect(try await token("revoke", "1", "--yes").output == "token 1 is revoked\n")
  }

  @Test("No argument of a process shows a token")
  func arguments() async throws {
    let folder = try Scratch.folder()
    let secret = try await Self.token("create", "--create", "--role", "read", "--data", folder.path)
    let service = try await LiveService.start(folder: folder, token: secret)
    defer { service.end() }
    try await waitUntil { try await !service.client.workers().isEmpty }
    let worker = try #require(try await service.client.workers().first)
    let line = try Data(contentsOf: URL(filePath: "/proc/\(worker.pid)/cmdline"))
    #expect(line.range(of: Data("--supervisor".utf8)) != nil)
    #expect(line.range(of: Data("stc_".utf8)) == nil)
  }

  /// The HTTP status with which a call is refused; nil if it is not.
  private static func status(_ call: () async throws -> some Sendable) async -> Int? {
    do {
      _ = try await call()
      return nil
    } catch {
      return (error as? ClientError)?.status
    }
  }

  /// Runs `staircase token`, and returns what it prints.
  static func token(_ arguments: String...) async throws -> String {
    let run = try await ProgramRun.of(["token"] + arguments)
    #expect(run.status == 0, "\(run)")
    return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
