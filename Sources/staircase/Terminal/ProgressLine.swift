import Experiments
import Foundation

/// One line about a training in work: a bar, its share, the speed and the time left.
enum ProgressLine {
  private static let barWidth = 24

  static func text(_ job: Job) -> String {
    guard let progress = job.progress, progress.steps > 0 else {
      return "\(job.name): \(job.state.rawValue)"
    }
    return text(
      title: job.name, step: progress.step, steps: progress.steps, epoch: progress.epoch,
      epochs: progress.epochs, imagesPerSecond: progress.imagesPerSecond,
      secondsLeft: progress.etaSeconds)
  }

  static func text(
    title: String, step: Int, steps: Int, epoch: Int, epochs: Int, imagesPerSecond: Double,
    secondsLeft: Double?
  ) -> String {
    let share = min(1, Double(step) / Double(max(1, steps)))
    return "\(title) \(bar(share, width: barWidth)) \(Format.percent(share, digits: 0))"
      + "  epoch \(min(epoch + 1, epochs))/\(epochs)  \(Int(imagesPerSecond)) images/s"
      + (secondsLeft.map { "  \(Format.duration($0)) left" } ?? "")
  }

  /// - Parameter share: 0...1; what is beyond counts as the end.
  static func bar(_ share: Double, width: Int) -> String {
    let filled = Int((min(1, max(0, share)) * Double(width)).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }
}
