import Experiments
import Foundation
import Glibc
import Jobs
import Logging
import Testing

@Suite(.timeLimit(.minutes(1))) struct WorkerSupervisorTests {
  private let fixture: QueueFixture
  private let bell = LogBell()

  init() throws {
    fixture = try QueueFixture()
  }

  private func supervisor(
    _ script: String, count: Int = 1, killAfter: Double = 60
  ) -> WorkerSupervisor {
    supervisor(
      WorkerCommand(
        executable: "/bin/sh", arguments: ["-c", script, "{id}"],
        environment: ["FOLDER": fixture.folder.path], logs: fixture.folder), count: count,
      killAfter: killAfter)
  }

  private func supervisor(
    _ command: WorkerCommand, count: Int, killAfter: Double = 60
  ) -> WorkerSupervisor {
    WorkerSupervisor(
      command: command, count: count, queue: fixture.queue,
      policy: RestartPolicy(base: 0.01, cap: 0.05, healthySeconds: 3600), killAfter: killAfter,
      log: Logger(label: "test", factory: { [bell] _ in bell }))
  }

  private func running(_ supervisor: WorkerSupervisor) -> [(worker: String, pid: Int)] {
    supervisor.status.compactMap { slot in
      if case .running(let worker, let pid) = slot.state { (worker, pid) } else { nil }
    }
  }

  @Test func aKilledWorkerIsReplacedAndItsJobGoesBack() async throws {
    let supervisor = supervisor("exec sleep 1000")
    supervisor.start()
    try await bell.until { running(supervisor).count == 1 }
    let first = try #require(running(supervisor).first)
    let job = try fixture.submit()
    _ = try #require(try fixture.claim(first.worker))
    kill(pid_t(first.pid), SIGKILL)
    try await bell.until { supervisor.status[0].starts == 2 }
    let lost = try fixture.job(job.id)
    #expect(lost.state == .queued && lost.attempts.first?.signal == 9)
    #expect(supervisor.status[0].earlyEnds == 1 && !supervisor.status[0].isCrashLooping)
    #expect(running(supervisor).first.map { $0.worker != first.worker } == true)
    supervisor.stop(grace: 60)
    #expect(supervisor.status[0].state == .stopped)
  }

  @Test func aCrashLoopIsSeenWithTheWorkersLastWords() async throws {
    let supervisor = supervisor("echo broken; exit 3")
    supervisor.start()
    try await bell.until { supervisor.status[0].earlyEnds >= 4 }
    let slot = try #require(fixture.queue.workerSlots().first)
    #expect(slot.isCrashLooping)
    #expect(slot.lastEnd == "exited with code 3" && slot.lastWords == "broken")
    let told = try JSONCoding.encoder().encode(slot)
    #expect(try JSONCoding.decoder().decode(WorkerSlot.self, from: told).lastWords == "broken")
    supervisor.stop(grace: 60)
    let logs = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
      .filter { $0.hasPrefix("local-1-") && $0.hasSuffix(".log") }
    // The logs of earlier ones go.
    #expect((1...21).contains(logs.count))
    let text = try String(
      contentsOf: fixture.folder.appending(path: #require(logs.first)), encoding: .utf8)
    #expect(text == "broken\n")
  }

  @Test func stoppingAsksFirstAndKillsTheGroupAfterwards() async throws {
    // One that does not listen, with a child of its own; both hold the pipe open while they live.
    let pipe = fixture.folder.appending(path: "life")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    let supervisor = supervisor(
      "trap '' TERM; exec 3>\"$FOLDER/life\"; sleep 1000 & echo ready >&3; wait")
    supervisor.start()
    let life = try FileHandle(forReadingFrom: pipe)
    #expect(try life.read(upToCount: 6) == Data("ready\n".utf8))
    supervisor.stop(grace: 0.05)
    #expect(supervisor.status[0].lastEnd == "ended by signal 9")
    #expect(try life.readToEnd() == nil)
  }

  /// Starts a worker that has a child, cancels its job, and lets the time to stop go by. Returns
  /// what both hold open while they live.
  private func cancelAJob(of supervisor: WorkerSupervisor) async throws -> FileHandle {
    let pipe = fixture.folder.appending(path: "life")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    supervisor.start()
    let life = try FileHandle(forReadingFrom: pipe)
    #expect(try life.read(upToCount: 6) == Data("ready\n".utf8))
    let worker = try #require(running(supervisor).first).worker
    let job = try fixture.submit()
    _ = try #require(try fixture.claim(worker))
    #expect(try fixture.queue.cancel(job: job.id).state == .stopping)
    try fixture.advance(31)
    #expect(try fixture.job(job.id).state == .canceled)
    return life
  }

  /// What follows a script whose first process writes to `life`: others find no reader there.
  private static let once = "[ -e \"$FOLDER/began\" ] && exec sleep 1000; : >\"$FOLDER/began\";"

  @Test func aWorkerThatKeepsACanceledJobIsAskedToEnd() async throws {
    let supervisor = supervisor(
      "\(Self.once) trap 'echo asked >&3; exit 4' TERM; exec 3>\"$FOLDER/life\"; echo ready >&3; "
        + "while :; do sleep 0.01; done")
    let life = try await cancelAJob(of: supervisor)
    #expect(try life.readToEnd() == Data("asked\n".utf8))
    try await bell.until { supervisor.status[0].starts == 2 }
    #expect(supervisor.status[0].lastEnd == "exited with code 4")
    supervisor.stop(grace: 60)
  }

  @Test func aWorkerThatDoesNotEndWhenAskedIsKilledWithItsGroup() async throws {
    let supervisor = supervisor(
      "\(Self.once) trap 'echo asked >&3' TERM; exec 3>\"$FOLDER/life\"; "
        + "(trap '' TERM; exec sleep 1000) & echo ready >&3; while :; do wait; done",
      killAfter: 0.2)
    let life = try await cancelAJob(of: supervisor)
    // Asked first; then nobody is left who has it open, not even the child that heard nothing.
    #expect(try life.readToEnd() == Data("asked\n".utf8))
    try await bell.until { supervisor.status[0].starts == 2 }
    #expect(supervisor.status[0].lastEnd == "ended by signal 9")
    supervisor.stop(grace: 60)
  }

  @Test func foldersThatWorkersLeftBehindAreRemovedButForThoseInUse() throws {
    let folders = ["gone", "held"].map { fixture.folder.appending(path: "local-1-\($0).work") }
    for folder in folders {
      let inner = folder.appending(path: "job-1")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    }
    let holder = open(folders[1].path, O_RDONLY | O_DIRECTORY)
    defer { close(holder) }
    #expect(flock(holder, LOCK_SH) == 0)
    let supervisor = supervisor("", count: 0)
    supervisor.start()
    #expect(folders.map { FileManager.default.fileExists(atPath: $0.path) } == [false, true])
    supervisor.stop(grace: 60)
  }

  @Test func aProgramThatIsNotThereIsACrashLoopToo() async throws {
    let command = WorkerCommand(executable: "/nowhere", arguments: [], logs: fixture.folder)
    let supervisor = supervisor(command, count: 2)
    supervisor.start()
    try await bell.until { supervisor.status.allSatisfy(\.isCrashLooping) }
    #expect(
      supervisor.status[0].lastEnd == "/nowhere cannot be started: No such file or directory")
    supervisor.stop(grace: 60)
    #expect(supervisor.status.allSatisfy { $0.state == .stopped })
  }
}
