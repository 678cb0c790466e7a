import Dispatch
import Experiments
import Foundation
import Jobs
import Store
import Synchronization
import TestSupport

/// A queue over a store in a folder of its own, with a clock that stands until it is moved.
final class QueueFixture: Sendable {
  static let noon = Date(timeIntervalSince1970: 1_800_000_000)

  let folder: URL
  let store: Store
  let queue: JobQueue
  let feed: EventFeed
  private let clock: ManualClock

  /// A database without a row: each queue begins with a copy.
  private static let empty = Result {
    let folder = try TemporaryFolder()
    try QueueFixture.open(folder.url).close()
    return folder
  }

  init(settings: QueueSettings = QueueSettings()) throws {
    folder = try Scratch.folder()
    try FileManager.default.copyItem(
      at: Self.empty.get().file("staircase.sqlite"),
      to: folder.appending(path: "staircase.sqlite"))
    store = try Self.open(folder)
    feed = EventFeed(start: Self.noon)
    let clock = ManualClock(Self.noon)
    self.clock = clock
    queue = JobQueue(
      store: store, events: feed, settings: settings, clock: { clock.now },
      steady: { clock.steady }, jitter: { 0 })
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  static func open(_ folder: URL) throws -> Store {
    try Store(
      path: folder.appending(path: "staircase.sqlite"), migrations: Checkout.migrations,
      busySeconds: 0.05)
  }

  var now: Date { clock.now }

  /// Moves the clock, and lets the queue do what is due, every second.
  func advance(_ seconds: Double) throws {
    var rest = seconds
    repeat {
      clock.advance(min(rest, 1))
      try queue.tick()
      rest -= 1
    } while rest > 0
  }

  /// Moves the clock while the service stands still, as after SIGSTOP.
  func stall(_ seconds: Double) {
    clock.advance(seconds)
  }

  /// Sets the clock, as a person or a time server does, and lets the queue notice.
  func setClock(by seconds: Double) throws {
    clock.set(by: seconds)
    try queue.tick()
  }

  /// Runs `body` while another program has the database, so that nothing can be written.
  func whileLocked(_ body: () throws -> Void) throws {
    let other = try Self.open(folder)
    let (isHeld, isOver) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let isReleased = DispatchSemaphore(value: 0)
    other.write(
      { _ in
        isHeld.signal()
        isOver.wait()
      }, completion: { (_: Result<Void, any Error>) in isReleased.signal() })
    isHeld.wait()
    defer {
      isOver.signal()
      isReleased.wait()
    }
    try body()
  }

  func submit(_ change: (inout JobSpec) -> Void = { _ in }, key: String? = nil) throws -> Job {
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    change(&spec)
    return try queue.submit(spec, idempotencyKey: key)
  }

  func claim(_ worker: String = "w") throws -> Lease? {
    try queue.claim(.make(worker))
  }

  /// A heartbeat under a lease, and what its worker is to do.
  @discardableResult
  func beat(_ lease: Lease, paused: String? = nil) throws -> HeartbeatAnswer.Command {
    try queue.heartbeat(
      job: lease.job.id,
      Heartbeat(lease: lease.token, progress: nil, resumedFromStep: 0, paused: paused)
    ).command
  }

  /// Stores the file that an attempt goes on from.
  func saveCheckpoint(_ lease: Lease) throws {
    let artifacts = ArtifactStore(folder: folder, store: store, clock: { [now] in now })
    let sink = try artifacts.create(
      run: lease.job.runId, path: JobArtifact.lastCheckpoint, lease: lease.token)
    try sink.write(Data(UUID().uuidString.utf8))
    _ = try sink.commit()
  }

  func job(_ id: String) throws -> Job { try queue.job(id: id) }

  /// A page of jobs as a client reads it.
  func jobs(_ query: JobQuery = JobQuery()) throws -> Page<Job> {
    try JSONCoding.decoder().decode(Page<Job>.self, from: Data(queue.jobs(query).json))
  }
}

/// A clock that stands until it is moved.
final class ManualClock: Sendable {
  private let time: Mutex<(wall: Date, steady: Double)>

  init(_ start: Date) {
    time = Mutex((start, 0))
  }

  var now: Date { time.withLock { $0.wall } }
  /// Seconds that went by, however the clock was set.
  var steady: Double { time.withLock { $0.steady } }

  func advance(_ seconds: Double) {
    time.withLock { $0 = ($0.wall + seconds, $0.steady + seconds) }
  }

  func set(by seconds: Double) {
    time.withLock { $0.wall += seconds }
  }
}

extension ClaimRequest {
  static func make(_ worker: String, wait: Int = 0) -> ClaimRequest {
    ClaimRequest(workerId: worker, host: "host", pid: 1, threads: 2, waitSeconds: wait)
  }
}
