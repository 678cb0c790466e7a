import Experiments
import Foundation
import Glibc
import Jobs
import Logging
import Testing

@Suite struct WorkerSupervisorTests {
  private let fixture: QueueFixture

  init() throws {
    fixture = try QueueFixture()
  }

  private func supervisor(_ script: String, count: Int = 1) -> WorkerSupervisor {
    let command = WorkerCommand(
      executable: "/bin/sh", arguments: ["-c", script, "{id}"],
      environment: ["FOLDER": fixture.folder.path], logs: fixture.folder)
    return WorkerSupervisor(
      command: command, count: count, queue: fixture.queue,
      policy: RestartPolicy(base: 0.01, cap: 0.05, healthySeconds: 3600),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
  }

  /// Polls what another process brings about.
  private func until(_ condition: () throws -> Bool) async throws {
    while try !condition() { try await Task.sleep(for: .milliseconds(5)) }
  }

  private func running(_ supervisor: WorkerSupervisor) -> [(worker: String, pid: Int)] {
    supervisor.status.compactMap { slot in
      if case .running(let worker, let pid) = slot.state { (worker, pid) } else { nil }
    }
  }

  @Test func aKilledWorkerIsReplacedAndItsJobGoesBack() async throws {
    let supervisor = supervisor("exec sleep 1000")
    supervisor.start()
    try await until { running(supervisor).count == 1 }
    let first = try #require(running(supervisor).first)
    let job = try fixture.submit()
    _ = try #require(try fixture.claim(first.worker))
    kill(pid_t(first.pid), SIGKILL)
    try await until { supervisor.status[0].starts == 2 }
    let lost = try fixture.job(job.id)
    #expect(lost.state == .queued && lost.attempts.first?.signal == 9)
    #expect(supervisor.status[0].earlyEnds == 1 && !supervisor.status[0].isCrashLooping)
    #expect(running(supervisor).first.map { $0.worker != first.worker } == true)
    supervisor.stop(grace: 60)
    #expect(supervisor.status[0].state == .stopped)
  }

  @Test func aCrashLoopIsSeen() async throws {
    let supervisor = supervisor("echo broken; exit 3")
    supervisor.start()
    try await until { supervisor.status[0].earlyEnds >= 4 }
    #expect(supervisor.status[0].isCrashLooping)
    #expect(supervisor.status[0].lastEnd == "exit(code: 3)")
    supervisor.stop(grace: 60)
    let logs = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
      .filter { $0.hasPrefix("local-1-") && $0.hasSuffix(".log") }
    #expect(logs.count == supervisor.status[0].starts)
    let text = try String(
      contentsOf: fixture.folder.appending(path: #require(logs.first)), encoding: .utf8)
    #expect(text == "broken\n")
  }

  @Test func stoppingAsksFirstAndKillsTheGroupAfterwards() async throws {
    // One that does not listen, with a child of its own.
    let supervisor = supervisor(
      "trap '' TERM; sleep 1000 & echo $! > \"$FOLDER/child\"; while :; do wait; done")
    supervisor.start()
    let file = fixture.folder.appending(path: "child")
    try await until { ((try? String(contentsOf: file, encoding: .utf8)) ?? "").hasSuffix("\n") }
    let child = try String(contentsOf: file, encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    supervisor.stop(grace: 0.05)
    #expect(supervisor.status[0].lastEnd == "signal(9)")
    let number = try #require(pid_t(child))
    try await until { kill(number, 0) != 0 || isZombie(number) }
  }

  private func isZombie(_ pid: pid_t) -> Bool {
    let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
    return stat.map { $0.contains(") Z ") } ?? true
  }

  @Test func aWorkerThatKeepsItsJobIsEnded() async throws {
    let supervisor = supervisor("exec sleep 1000")
    supervisor.start()
    try await until { running(supervisor).count == 1 }
    let worker = try #require(running(supervisor).first).worker
    let job = try fixture.submit()
    _ = try fixture.claim(worker)
    _ = try fixture.queue.cancel(job: job.id)
    try fixture.advance(31)
    #expect(try fixture.job(job.id).state == .canceled)
    try await until { supervisor.status[0].starts == 2 }
    supervisor.stop(grace: 60)
  }

  @Test func aProgramThatIsNotThereIsACrashLoopToo() async throws {
    let command = WorkerCommand(
      executable: "/nowhere", arguments: [], logs: fixture.folder)
    let supervisor = WorkerSupervisor(
      command: command, count: 2, queue: fixture.queue,
      policy: RestartPolicy(base: 0.01, cap: 0.01, healthySeconds: 3600),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    supervisor.start()
    try await until { supervisor.status.allSatisfy(\.isCrashLooping) }
    #expect(supervisor.status[0].lastEnd?.contains("/nowhere") == true)
    supervisor.stop(grace: 60)
    #expect(supervisor.status.allSatisfy { $0.state == .stopped })
  }
}
