import Experiments
import Foundation

/// One line about a training in work: a bar, its share, the speed and the time left.
enum ProgressLine {
  private static let barWidth = 24

  /// - Parameter columns: what the line must fit in; nil for as long as it is.
  static func text(_ job: Job, columns: Int? = nil) -> String {
    guard let progress = job.progress, progress.steps > 0 else {
      return fitted(job.name, nil, ": \(job.state.rawValue)", columns)
    }
    return text(job.name, progress, columns: columns)
  }

  static func text(_ title: String, _ progress: JobProgress, columns: Int?) -> String {
    let (epoch, epochs) = (progress.epoch, progress.epochs)
    let rest =
      " \(Format.percent(progress.share, digits: 0))  epoch \(min(epoch + 1, epochs))/\(epochs)"
      + "  \(Format.grouped(progress.imagesPerSecond)) images/s"
      + (progress.etaSeconds.map { "  \(Format.duration($0)) left" } ?? "")
    return fitted(title, progress.share, rest, columns)
  }

  /// A line that wraps cannot be replaced. The name is shortened first, then the bar, and then the
  /// end is cut off.
  private static func fitted(
    _ title: String, _ share: Double?, _ rest: String, _ columns: Int?
  ) -> String {
    let title = title.printable()
    let whole = (share.map { " \(bar($0, width: barWidth))" } ?? "") + rest
    // The last column is the cursor's.
    guard let room = columns.map({ $0 - 1 }), title.count + whole.count > room else {
      return title + whole
    }
    let cut = Terminal.isUTF8 ? "…" : "..."
    if whole.count + cut.count <= room {
      return String(title.prefix(room - whole.count - cut.count)) + cut + whole
    }
    let width = min(barWidth, room - rest.count)
    let line = share.map { bar($0, width: max(0, width)) } ?? ""
    return String((line + rest).drop { $0 == " " }.prefix(max(0, room)))
  }

  /// - Parameter share: 0...1.
  static func bar(_ share: Double, width: Int) -> String {
    let filled = Int((share * Double(width)).rounded(.down))
    let (done, open) = Terminal.isUTF8 ? ("█", "░") : ("#", "-")
    return String(repeating: done, count: filled) + String(repeating: open, count: width - filled)
  }
}

extension JobProgress {
  /// The share that is done, 0...1.
  var share: Double { min(1, Double(step) / Double(max(1, steps))) }
}
