import Glibc

/// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 5.6.7).
package enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The date of a second since 1970.
  package static func text(_ second: Int64) -> String {
    let date = calendar(second)
    let (day, month) = (days[Int(date.tm_wday)], months[Int(date.tm_mon)])
    let time = "\(two(date.tm_hour)):\(two(date.tm_min)):\(two(date.tm_sec))"
    return "\(day), \(two(date.tm_mday)) \(month) \(year(date)) \(time) GMT"
  }

  /// The second of a date in any of the three forms that HTTP has had; `nil` for anything else.
  package static func second(_ text: String) -> Int64? {
    second(text, now: Clock.wallSecond())
  }

  /// `now` tells which century a year of two digits means.
  package static func second(_ text: String, now: Int64) -> Int64? {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard let first = parts.first, days.contains(String(first.prefix(3))) else { return nil }
    switch parts.count {
    case 6 where first.count == 4 && first.hasSuffix(",") && parts[5] == "GMT":
      // Sun, 06 Nov 1994 08:49:37 GMT
      return second(number(parts[1], 2), parts[2], number(parts[3], 4), parts[4])
    case 4 where first.hasSuffix("day,") && parts[3] == "GMT":
      // Sunday, 06-Nov-94 08:49:37 GMT
      let date = parts[1].split(separator: "-", omittingEmptySubsequences: false)
      guard date.count == 3, let year = number(date[2], 2) else { return nil }
      return second(number(date[0], 2), date[1], fullYear(year, now: now), parts[2])
    case 6 where first.count == 3 && parts[2].isEmpty:
      // Sun Nov  6 08:49:37 1994
      return second(number(parts[3], 1), parts[1], number(parts[5], 4), parts[4])
    case 5 where first.count == 3:
      // Sun Nov 16 08:49:37 1994
      return second(number(parts[2], 2), parts[1], number(parts[4], 4), parts[3])
    default: return nil
    }
  }

  private static func second(
    _ day: Int64?, _ month: Substring, _ year: Int64?, _ time: Substring
  ) -> Int64? {
    let time = time.split(separator: ":", omittingEmptySubsequences: false)
    guard let day, let month = months.firstIndex(of: String(month)), let year, time.count == 3,
      let hour = number(time[0], 2), let minute = number(time[1], 2),
      let second = number(time[2], 2), hour < 24, minute < 60, second < 61
    else { return nil }
    var date = tm()
    (date.tm_mday, date.tm_mon, date.tm_year) = (Int32(day), Int32(month), Int32(year - 1_900))
    let midnight = Int64(timegm(&date))
    // It makes 2 March of 30 February.
    guard date.tm_mday == day, date.tm_mon == month else { return nil }
    return midnight + hour * 3_600 + minute * 60 + second
  }

  /// The year that ends in two digits and is at most 50 years ahead.
  private static func fullYear(_ digits: Int64, now: Int64) -> Int64 {
    let current = year(calendar(now))
    let sameCentury = current - current % 100 + digits
    return sameCentury > current + 50 ? sameCentury - 100 : sameCentury
  }

  private static func calendar(_ second: Int64) -> tm {
    var (time, date) = (time_t(second), tm())
    gmtime_r(&time, &date)
    return date
  }

  private static func year(_ date: tm) -> Int64 { Int64(date.tm_year) + 1_900 }

  private static func two(_ value: Int32) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }

  private static func number(_ text: Substring, _ digits: Int) -> Int64? {
    guard text.utf8.count == digits, text.utf8.allSatisfy(\.isDigit) else { return nil }
    return Int64(text)
  }
}
