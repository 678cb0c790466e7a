import Dispatch
import Experiments
import Foundation
import GRDB
import Store
import Synchronization
import Testing

@Suite struct GroupCommitTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  @Test func writesOfManyThreadsAreAllKept() throws {
    let store = fixture.store
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 500) { index in
      do {
        _ = try store.write {
          try $0.createRun(RunRequest(name: "\(index)"), now: StoreFixture.noon)
        }
      } catch { failures.withLock { $0 += 1 } }
    }
    #expect(failures.withLock { $0 } == 0)
    #expect(try fixture.sql("SELECT count(DISTINCT name) AS n FROM runs").first?["n"] == 500)
  }

  @Test func aFailedWriteUndoesOnlyItself() async throws {
    struct Refused: Error {}
    let results = await withCheckedContinuation { continuation in
      let results = Mutex<[Bool]>([])
      for index in 0..<100 {
        fixture.store.write { transaction in
          _ = try transaction.createRun(RunRequest(name: "\(index)"), now: StoreFixture.noon)
          if index % 3 == 0 { throw Refused() }
        } completion: { result in
          let all = results.withLock { list in
            list.append((try? result.get()) != nil)
            return list.count == 100 ? list : nil
          }
          if let all { continuation.resume(returning: all) }
        }
      }
    }
    #expect(results.filter { $0 }.count == 66)
    #expect(try fixture.sql("SELECT count(*) AS n FROM runs").first?["n"] == 66)
  }

  @Test func completionsFollowTheOrderOfCommits() async throws {
    let order = await withCheckedContinuation { continuation in
      let order = Mutex<[Int]>([])
      for index in 0..<200 {
        fixture.store.write { _ in
          index
        } completion: { result in
          let all = order.withLock { list in
            list.append((try? result.get()) ?? -1)
            return list.count == 200 ? list : nil
          }
          if let all { continuation.resume(returning: all) }
        }
      }
    }
    #expect(order == Array(0..<200))
  }

  @Test func whatWasCommittedIsToldBeforeTheAnswer() throws {
    let told = Mutex(0)
    let value = try fixture.store.write(committed: { value in told.withLock { $0 = value } }) { _ in
      7
    }
    #expect(value == 7 && told.withLock { $0 } == 7)
  }

  @Test func readsSeeTheLastCommitWhileAWriteIsUnderWay() throws {
    let isWriting = DispatchSemaphore(value: 0)
    let mayEnd = DispatchSemaphore(value: 0)
    let isDone = DispatchSemaphore(value: 0)
    fixture.store.write { transaction in
      isWriting.signal()
      mayEnd.wait()
      _ = try transaction.createRun(RunRequest(name: "slow"), now: StoreFixture.noon)
    } completion: { _ in
      isDone.signal()
    }
    isWriting.wait()
    // One that waits for the writer would wait for ever.
    #expect(try fixture.store.read { try $0.runs() }.items.isEmpty)
    mayEnd.signal()
    isDone.wait()
    #expect(try fixture.store.read { try $0.runs() }.items.count == 1)
  }

  @Test func aViolatedConstraintIsNamed() throws {
    do {
      _ = try fixture.store.write { try $0.createRun(RunRequest(name: ""), now: StoreFixture.noon) }
      Issue.record("a run without a name was taken")
    } catch StoreError.constraint(let name, _) {
      #expect(name == "run_name_length")
    }
  }
}
