package import Foundation

/// Times as text: RFC 3339, UTC, milliseconds, as in `2026-11-24T06:00:00.000Z`.
package enum Timestamp {
  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  /// The milliseconds since 1970 that have a year of four digits, the most that RFC 3339 writes.
  static let range = 0...253_402_300_799_999

  package static func string(from date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    return Int(exactly: milliseconds).flatMap(CivilTime.text) ?? style.format(date)
  }

  /// Reads a time with or without a fraction and with any offset; nil if the text is none.
  package static func date(from text: String) -> Date? {
    CivilTime.milliseconds(text).map(date(milliseconds:))
  }

  /// Milliseconds since 1970, the unit of stored and plotted points.
  package static func milliseconds(_ date: Date) -> Int {
    Int((date.timeIntervalSince1970 * 1000).rounded())
  }

  package static func date(milliseconds: Int) -> Date {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
  }
}
