import Experiments

/// One line about a job in work: a bar, its share, the speed and the time left.
enum ProgressLine {
  static func text(_ job: Job, barWidth: Int = 24) -> String {
    guard let progress = job.progress, progress.steps > 0 else {
      return "\(job.name): \(job.state.rawValue)"
    }
    let share = min(1, Double(progress.step) / Double(progress.steps))
    let filled = Int((share * Double(barWidth)).rounded(.down))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
    let epoch = min(progress.epoch + 1, progress.epochs)
    return
      "\(job.name) \(bar) \(Format.percent(share, digits: 0))  epoch \(epoch)/\(progress.epochs)"
      + "  \(Int(progress.imagesPerSecond)) images/s"
      + (progress.etaSeconds.map { "  \(Format.duration($0)) left" } ?? "")
  }
}
