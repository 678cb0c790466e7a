import Dispatch
import Foundation
import Glibc
package import Logging
import Store
import Synchronization

/// Starts worker processes, watches them, and starts another for each that ends.
///
/// A worker's end is told to the queue at once, so that its job goes on without waiting for the
/// lease to run out. Workers that the service leaves behind when it is killed train on, and find
/// the next service by themselves.
package final class WorkerSupervisor: Sendable {
  private struct State {
    var slots: [WorkerSlot]
    var processes: [Int: WorkerProcess] = [:]
    var isStopping = false
  }

  private let command: WorkerCommand
  private let policy: RestartPolicy
  private let queue: JobQueue
  /// Seconds from SIGTERM to SIGKILL for a worker that would not let go of its job.
  private let killAfter: Double
  private let log: Logger
  private let state: Mutex<State>
  /// Left by each slot when it stops.
  private let slots = DispatchGroup()
  private let wake = DispatchQueue(label: "jobs.supervisor")

  package init(
    command: WorkerCommand, count: Int, queue: JobQueue, policy: RestartPolicy = RestartPolicy(),
    killAfter: Double = 10, log: Logger
  ) {
    self.command = command
    self.policy = policy
    self.queue = queue
    self.killAfter = killAfter
    self.log = log
    state = Mutex(
      State(
        slots: (0..<count).map {
          WorkerSlot(number: $0 + 1, state: .stopped, starts: 0, earlyEnds: 0)
        }))
  }

  /// The slots as they are now.
  package var status: [WorkerSlot] { state.withLock { $0.slots } }

  /// Starts a process in every slot. Call it once, when no other service has the folder.
  package func start() {
    command.removeAbandonedWork()
    for slot in status.indices {
      slots.enter()
      state.withLock { $0.slots[slot].state = .waiting(until: Date()) }
      launch(slot)
    }
    queue.whenRevoked { [weak self] worker in self?.end(worker: worker) }
    queue.whenAskedForSlots { [weak self] in self?.status ?? [] }
  }

  /// Ends one worker for good, after it would not let go of its job: SIGTERM to its group, and
  /// SIGKILL if it is there `killAfter` seconds later. Another takes its place.
  package func end(worker id: String) {
    guard signal(SIGTERM, to: id) else { return }
    log.warning("worker kept its job: ending it", metadata: ["worker": "\(id)"])
    wake.asyncAfter(deadline: .now() + killAfter) { [self] in
      if signal(SIGKILL, to: id) {
        log.warning("worker did not end: killed it", metadata: ["worker": "\(id)"])
      }
    }
  }

  /// Sends a signal to the group of a worker. False if it has ended.
  private func signal(_ number: Int32, to id: String) -> Bool {
    state.withLock { state in
      let slot = state.slots.firstIndex { slot in
        if case .running(id, _) = slot.state { true } else { false }
      }
      guard let slot, let process = state.processes[slot] else { return false }
      process.signal(number)
      // A process that is stopped hears of nothing but SIGKILL until it goes on.
      if number == SIGTERM { process.signal(SIGCONT) }
      return true
    }
  }

  /// Ends all workers: SIGTERM, and SIGKILL to the groups of those that are there after `grace`
  /// seconds. Returns when all have ended.
  package func stop(grace: Double) {
    endAll(SIGTERM)
    if slots.wait(timeout: .now() + grace) == .timedOut {
      endAll(SIGKILL)
      slots.wait()
    }
  }

  private func endAll(_ number: Int32) {
    state.withLock { state in
      if !state.isStopping {
        state.isStopping = true
        // The slots that wait to start something have nothing to wait for.
        for index in state.slots.indices {
          if case .waiting = state.slots[index].state { close(index, &state) }
        }
      }
      for process in state.processes.values { process.signal(number) }
    }
  }
}

// MARK: - The life of a slot

extension WorkerSupervisor {
  /// Stops a slot for good. `stop` and the slot's own timer may both find that it is time to.
  private func close(_ index: Int, _ state: inout State) {
    if state.slots[index].state == .stopped { return }
    state.slots[index].state = .stopped
    slots.leave()
  }

  /// Starts a process, and a thread that waits for its end.
  private func launch(_ index: Int) {
    // Unique to the process: a worker of a service before this one may still be about.
    let place = "local-\(index + 1)-"
    let id = place + String(UInt32.random(in: .min ... .max), radix: 36)
    command.tidy(place: place, keeping: 20)
    let started = ContinuousClock.now
    do {
      let process: WorkerProcess? = try state.withLock { state in
        if state.isStopping {
          close(index, &state)
          return nil
        }
        let process = try WorkerProcess(command, id: id)
        state.processes[index] = process
        state.slots[index].state = .running(worker: id, pid: Int(process.pid))
        state.slots[index].starts += 1
        return process
      }
      guard let process else { return }
      log.info("worker started", metadata: ["worker": "\(id)", "pid": "\(process.pid)"])
      Thread.detachNewThread { [self] in
        process.waitForEnd()
        ended(index, id: id, process, ranFor: started.duration(to: .now) / .seconds(1))
      }
    } catch {
      log.error("worker not started", metadata: ["worker": "\(id)", "error": "\(error)"])
      restart(index, lastEnd: "\(error)", ranFor: 0)
    }
  }

  private func ended(
    _ index: Int, id: String, _ process: WorkerProcess, ranFor seconds: Double
  ) {
    let (end, wasAsked) = state.withLock { state in
      state.processes[index] = nil
      // What it started and left behind goes with it.
      process.signal(SIGKILL)
      return (process.reap(), state.isStopping)
    }
    do {
      switch end {
      case .exit(let code): try queue.workerLost(id: id, exitCode: code, wasAsked: wasAsked)
      case .signal(let number): try queue.workerLost(id: id, signal: number, wasAsked: wasAsked)
      }
    } catch {
      // Its lease runs out in time.
      log.error(
        "worker's end not noted", metadata: ["worker": "\(id)", "error": "\(error.logText)"])
    }
    try? FileManager.default.removeItem(at: command.work(of: id))
    restart(index, lastEnd: "\(end)", lastWords: command.lastWords(of: id), ranFor: seconds)
  }

  /// Puts another process in the slot, after a pause if the last ones ended early.
  private func restart(
    _ index: Int, lastEnd: String, lastWords: String? = nil, ranFor seconds: Double
  ) {
    let next: (pause: Double, isCrashLooping: Bool)? = state.withLock { state in
      state.slots[index].lastEnd = lastEnd
      state.slots[index].lastWords = lastWords
      if state.isStopping {
        close(index, &state)
        return nil
      }
      let early = policy.earlyEnds(before: state.slots[index].earlyEnds, ranFor: seconds)
      state.slots[index].earlyEnds = early
      let pause = policy.delay(earlyEnds: early)
      state.slots[index].state = .waiting(until: Date(timeIntervalSinceNow: pause))
      return (pause, state.slots[index].isCrashLooping)
    }
    guard let next else { return }
    log.log(
      level: next.isCrashLooping ? .error : .warning,
      next.isCrashLooping ? "workers end as soon as they begin" : "worker ended",
      metadata: [
        "slot": "\(index + 1)", "end": "\(lastEnd)", "said": "\(lastWords ?? "nothing")",
        "pause": "\(next.pause)",
      ])
    wake.asyncAfter(deadline: .now() + next.pause) { [self] in
      let isStopped = state.withLock { $0.slots[index].state == .stopped }
      if !isStopped { launch(index) }
    }
  }
}
