package import Foundation

/// One place for a worker process, as people see it.
package struct WorkerSlot: Hashable, Sendable {
  /// From 1.
  package var number: Int
  package var state: State
  /// Processes that were started here.
  package var starts: Int
  /// How many ended early in a row: two or more are a crash loop.
  package var earlyEnds: Int
  /// How the last one ended, for people, such as "exited with code 3"; nil before the first end.
  package var lastEnd: String?
  /// The last line that it wrote.
  package var lastWords: String?

  package enum State: Hashable, Sendable {
    case running(worker: String, pid: Int)
    /// Waits to start another.
    case waiting(until: Date)
    case stopped
  }

  package var isCrashLooping: Bool { earlyEnds >= 2 }
}

extension WorkerSlot: Codable {
  private enum CodingKeys: String, CodingKey {
    case number, state, workerId, pid, startsAt, starts, earlyEnds, crashLoop, lastEnd, lastWords
  }

  /// Flat, with the name of the state: `running`, `waiting` or `stopped`.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(number, forKey: .number)
    switch state {
    case .running(let worker, let pid):
      try container.encode("running", forKey: .state)
      try container.encode(worker, forKey: .workerId)
      try container.encode(pid, forKey: .pid)
    case .waiting(let start):
      try container.encode("waiting", forKey: .state)
      try container.encode(start, forKey: .startsAt)
    case .stopped: try container.encode("stopped", forKey: .state)
    }
    try container.encode(starts, forKey: .starts)
    try container.encode(earlyEnds, forKey: .earlyEnds)
    try container.encode(isCrashLooping, forKey: .crashLoop)
    try container.encodeIfPresent(lastEnd, forKey: .lastEnd)
    try container.encodeIfPresent(lastWords, forKey: .lastWords)
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let state: State =
      switch try fields.decode(String.self, forKey: .state) {
      case "running":
        .running(
          worker: try fields.decode(String.self, forKey: .workerId),
          pid: try fields.decode(Int.self, forKey: .pid))
      case "waiting": .waiting(until: try fields.decode(Date.self, forKey: .startsAt))
      default: .stopped
      }
    self.init(
      number: try fields.decode(Int.self, forKey: .number), state: state,
      starts: try fields.decode(Int.self, forKey: .starts),
      earlyEnds: try fields.decode(Int.self, forKey: .earlyEnds),
      lastEnd: try fields.decodeIfPresent(String.self, forKey: .lastEnd),
      lastWords: try fields.decodeIfPresent(String.self, forKey: .lastWords))
  }
}
