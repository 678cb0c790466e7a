import Foundation

/// UTC between the years 1970 and 9999 in the form `2026-11-24T06:00:00.000Z`, by integer
/// arithmetic: what formatters do is a hundred times the work.
///
/// Days and dates by H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
enum CivilTime {
  private static let dayMilliseconds = 86_400_000

  /// nil for a time of another year.
  static func text(milliseconds: Int) -> String? {
    guard Timestamp.range.contains(milliseconds) else { return nil }
    let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: dayMilliseconds)
    let date = date(days: days)
    return String(unsafeUninitializedCapacity: 24) { text in
      func put(_ value: Int, at place: Int, digits: Int) {
        var value = value
        for offset in stride(from: digits - 1, through: 0, by: -1) {
          text[place + offset] = UInt8(ascii: "0") + UInt8(value % 10)
          value /= 10
        }
      }
      put(date.year, at: 0, digits: 4)
      put(date.month, at: 5, digits: 2)
      put(date.day, at: 8, digits: 2)
      put(rest / 3_600_000, at: 11, digits: 2)
      put(rest / 60_000 % 60, at: 14, digits: 2)
      put(rest / 1000 % 60, at: 17, digits: 2)
      put(rest % 1000, at: 20, digits: 3)
      for (place, sign) in marks { text[place] = sign }
      return 24
    }
  }

  /// The time of a text in exactly this form, with or without milliseconds; nil for any other.
  static func milliseconds(_ text: String) -> Int? {
    var text = text
    return text.withUTF8 { text -> Int? in
      guard text.count == 24 || text.count == 20, text[text.count - 1] == UInt8(ascii: "Z") else {
        return nil
      }
      for (place, sign) in marks where place < 19 || text.count == 24 {
        if text[place] != sign { return nil }
      }
      func number(_ places: Range<Int>) -> Int? {
        var number = 0
        for place in places {
          let digit = text[place] &- UInt8(ascii: "0")
          guard digit <= 9 else { return nil }
          number = number * 10 + Int(digit)
        }
        return number
      }
      guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
        let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
        let fraction = text.count == 24 ? number(20..<23) : 0,
        year >= 1970, (1...12).contains(month), (1...28).contains(day), hour < 24, minute < 60,
        second < 60
      else { return nil }
      let clock = (hour * 60 + minute) * 60 + second
      return days(year: year, month: month, day: day) * dayMilliseconds + clock * 1000 + fraction
    }
  }

  private static let marks: [(Int, UInt8)] = [
    (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")),
    (13, UInt8(ascii: ":")), (16, UInt8(ascii: ":")), (19, UInt8(ascii: ".")),
    (23, UInt8(ascii: "Z")),
  ]

  /// Days since 1970-01-01. Years begin in March here, so that a leap day is the last of one.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}
