import Experiments
import Foundation

/// Numbers as people read them.
enum Format {
  /// 0.8931 as "89.3%".
  static func percent(_ share: Double, digits: Int = 1) -> String {
    Percentage.text(share, digits: digits)
  }

  /// Seconds as "42 s", "3 min 05 s" or "2 h 10 min".
  static func duration(_ seconds: Double) -> String {
    guard seconds >= 0, let whole = Int(exactly: seconds.rounded()) else { return "?" }
    return switch whole {
    case ..<60: "\(whole) s"
    case ..<3600: String(format: "%d min %02d s", whole / 60, whole % 60)
    default: String(format: "%d h %02d min", whole / 3600, whole % 3600 / 60)
    }
  }

  /// The time since a date, in its largest unit: "12 s", "5 min", "3 h" or "40 d".
  static func age(_ date: Date, now: Date = Date()) -> String {
    let seconds = max(0, Int(now.timeIntervalSince(date)))
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min"
    case ..<86_400: "\(seconds / 3600) h"
    default: "\(seconds / 86_400) d"
    }
  }

  /// 79180 as "79,180".
  static func grouped(_ number: Int) -> String {
    number.formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_US")))
  }

  /// The same without what stands behind the point; "?" for what is no such number, as NaN.
  static func grouped(_ number: Double) -> String {
    Int(exactly: number.rounded(.towardZero)).map(grouped) ?? "?"
  }

  /// A number with a fixed count of decimals.
  static func decimals(_ number: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", number)
  }
}
