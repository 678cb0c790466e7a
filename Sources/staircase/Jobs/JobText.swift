import Experiments
import Foundation

/// Jobs as people read them.
enum JobText {
  static func line(_ job: Job) -> String {
    "\(job.id)  \(end(job))"
  }

  /// Its name and state, and why.
  static func end(_ job: Job) -> String {
    ("\(job.name): \(job.state.rawValue)" + (job.reason.map { " (\($0))" } ?? "")).printable()
  }

  static func submitted(_ job: Job) -> String {
    "job \(job.id)  run \(job.runId)  \(job.state.rawValue)"
  }

  /// A job a row; on a terminal with a bar for how far it is.
  static func table(_ jobs: [Job]) -> String {
    var table = TextTable([
      ("JOB", .left), ("NAME", .left), ("STATE", .left),
      ("DONE", Terminal.isInteractive ? .left : .right), ("IMAGES/S", .right), ("LEFT", .right),
      ("CREATED", .right),
    ])
    for job in jobs {
      table.append([
        job.id, job.name, job.state.rawValue, done(job),
        job.progress.map { Format.grouped($0.imagesPerSecond) } ?? "", left(job),
        Format.age(job.createdAt),
      ])
    }
    return table.rendered()
  }

  private static func done(_ job: Job) -> String {
    guard let progress = job.progress else { return "" }
    let text = Format.percent(progress.share, digits: 0)
    return Terminal.isInteractive ? "\(ProgressLine.bar(progress.share, width: 12)) \(text)" : text
  }

  /// The time that is left, or the place in the queue.
  private static func left(_ job: Job) -> String {
    if let position = job.queuePosition { return "#\(position) in line" }
    guard job.state == .running, let seconds = job.progress?.etaSeconds else { return "" }
    return Format.duration(seconds)
  }

  /// That no worker would take the job; empty if one would.
  private static func lack(_ job: Job, _ workers: [WorkerInfo]) -> String {
    let taking = workers.filter { !$0.draining }
    if taking.isEmpty { return "; no worker is there that takes jobs" }
    if taking.contains(where: job.spec.needs.areMet) { return "" }
    return "; no worker is there that has what it needs"
  }

  /// - Parameter workers: those that are there, if the job waits for one.
  static func details(_ job: Job, workers: [WorkerInfo] = []) -> String {
    var lines = [
      "job         \(job.id)", "name        \(job.name)",
      "state       \(job.state.rawValue)" + (job.reason.map { " (\($0))" } ?? ""),
      "experiment  \(job.experiment)", "run         \(job.runId)",
    ]
    if let user = job.user { lines.append("user        \(user)") }
    if job.progress != nil { lines.append("progress    \(ProgressLine.text(job))") }
    if let position = job.queuePosition {
      lines.append("in line     #\(position)\(lack(job, workers))")
    }
    for attempt in job.attempts {
      let end = attempt.endedAt.map { " to \(Timestamp.string(from: $0))" } ?? ""
      lines.append(
        "attempt \(attempt.number)   \(attempt.outcome.rawValue) on \(attempt.worker), "
          + "\(Timestamp.string(from: attempt.startedAt))\(end)"
          + (attempt.reason.map { ": \($0)" } ?? ""))
    }
    return lines.map { $0.printable() }.joined(separator: "\n")
  }
}
