package import Experiments
package import Foundation
import GRDB

/// How the queue stands, in numbers.
package struct QueueFigures: Hashable, Sendable {
  package var isPaused = false
  package var jobs: [JobState: Int] = [:]
  /// Seconds since the oldest job of a state was submitted.
  package var ages: [JobState: Double] = [:]
  /// Attempts of all jobs, by outcome.
  package var attempts: [JobAttempt.Outcome: Int] = [:]
  package var workers = 0
  package var busyWorkers = 0
  package var leases = 0
  /// Until the first lease ends; 0 if there is none.
  package var leaseSecondsLeft = 0.0
  /// Of all jobs that run.
  package var imagesPerSecond = 0.0
}

extension Snapshot {
  package func queueFigures(now: Date) throws -> QueueFigures {
    let time = Timestamp.milliseconds(now)
    var figures = QueueFigures()
    figures.isPaused = try isPaused()
    // Counted in an index alone; the first job of a state is its oldest.
    let states = try rows(
      """
      SELECT state, jobs, (SELECT created_at FROM jobs WHERE key = first) AS oldest
      FROM (SELECT state, count(*) AS jobs, min(key) AS first FROM jobs GROUP BY state)
      """)
    for row in states {
      let state: JobState = try row.word("state")
      figures.jobs[state] = row["jobs"]
      figures.ages[state] = max(0, Double(time - row["oldest"]) / 1000)
    }
    for row in try rows("SELECT outcome, count(*) AS count FROM job_attempts GROUP BY outcome") {
      figures.attempts[try row.word("outcome")] = row["count"]
    }
    figures.workers = try value(Int.self, "SELECT count(*) FROM workers") ?? 0
    let leased = try row(
      """
      SELECT count(*) AS leases, count(DISTINCT worker) AS busy, min(lease_expires_at) AS first,
        total(images_per_second) AS speed
      FROM jobs WHERE lease_token IS NOT NULL
      """)
    if let leased {
      figures.leases = leased["leases"]
      figures.busyWorkers = min(leased["busy"], figures.workers)
      figures.leaseSecondsLeft = max(0, Double((leased["first"] ?? time) - time) / 1000)
      figures.imagesPerSecond = leased["speed"]
    }
    return figures
  }
}
