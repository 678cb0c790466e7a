import Experiments
import Foundation

/// One line about a training in work: a bar, its share, the speed and the time left.
enum ProgressLine {
  private static let barWidth = 24

  /// - Parameter columns: what the line must fit in; nil for as long as it is.
  static func text(_ job: Job, columns: Int? = nil) -> String {
    guard let progress = job.progress, progress.steps > 0 else {
      return fitted(job.name, ": \(job.state.rawValue)", columns)
    }
    return text(
      title: job.name, step: progress.step, steps: progress.steps, epoch: progress.epoch,
      epochs: progress.epochs, imagesPerSecond: progress.imagesPerSecond,
      secondsLeft: progress.etaSeconds, columns: columns)
  }

  static func text(
    title: String, step: Int, steps: Int, epoch: Int, epochs: Int, imagesPerSecond: Double,
    secondsLeft: Double?, columns: Int? = nil
  ) -> String {
    let share = min(1, Double(step) / Double(max(1, steps)))
    let rest =
      " \(bar(share, width: barWidth)) \(Format.percent(share, digits: 0))"
      + "  epoch \(min(epoch + 1, epochs))/\(epochs)  \(Int(imagesPerSecond)) images/s"
      + (secondsLeft.map { "  \(Format.duration($0)) left" } ?? "")
    return fitted(title, rest, columns)
  }

  /// A line that wraps cannot be replaced. The name is shortened first, then the end cut off.
  private static func fitted(_ title: String, _ rest: String, _ columns: Int?) -> String {
    let title = title.printable()
    // The last column is the cursor's.
    guard let columns, title.count + rest.count >= columns else { return title + rest }
    let room = columns - 1 - rest.count
    let line = room > 0 ? title.prefix(room - 1) + "…" + rest : rest.drop { $0 == " " }
    return String(line.prefix(max(0, columns - 1)))
  }

  /// - Parameter share: 0...1; what is beyond counts as the end.
  static func bar(_ share: Double, width: Int) -> String {
    let filled = Int((min(1, max(0, share)) * Double(width)).rounded(.down))
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
  }
}
