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

  /// The time of a text as RFC 3339 writes one, of which digits beyond milliseconds are dropped;
  /// nil for any other. An offset may lack its colon, as strftime's %z writes it.
  static func milliseconds(_ text: String) -> Int? {
    var text = text
    return text.withUTF8 { text -> Int? in
      guard text.count >= 20 else { return nil }
      for (place, sign) in marks where place < 19 && text[place] != sign { return nil }
      guard let year = number(text, 0..<4), let month = number(text, 5..<7),
        let day = number(text, 8..<10), let hour = number(text, 11..<13),
        let minute = number(text, 14..<16), let second = number(text, 17..<19),
        year >= 1970, (1...12).contains(month), hour < 24, minute < 60, second <= 60
      else { return nil }
      let days = days(year: year, month: month, day: day)
      guard (1...28).contains(day) || date(days: days) == (year, month, day) else { return nil }
      var zone = 19
      var fraction = 0
      if text[zone] == UInt8(ascii: ".") {
        zone = text[20...].firstIndex { !(0x30...0x39).contains($0) } ?? text.count
        guard let digits = number(text, 20..<min(zone, 23)) else { return nil }
        fraction = digits * (zone == 21 ? 100 : zone == 22 ? 10 : 1)
      }
      guard let offset = minutes(text, zone..<text.count) else { return nil }
      let clock = (hour * 60 + minute - offset) * 60 + second
      return days * dayMilliseconds + clock * 1000 + fraction
    }
  }

  /// How far a zone is ahead of UTC.
  private static func minutes(_ text: UnsafeBufferPointer<UInt8>, _ zone: Range<Int>) -> Int? {
    guard let first = zone.first else { return nil }
    if text[first] == UInt8(ascii: "Z") { return zone.count == 1 ? 0 : nil }
    let (sign, end) = (text[first], zone.upperBound)
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      zone.count == 5 || zone.count == 6 && text[first + 3] == UInt8(ascii: ":"),
      let hours = number(text, first + 1..<first + 3), let minutes = number(text, end - 2..<end),
      hours < 24, minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
  }

  /// nil where there is no digit, or something else.
  @inline(__always)
  private static func number(_ text: UnsafeBufferPointer<UInt8>, _ places: Range<Int>) -> Int? {
    var number = 0
    for place in places {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      number = number * 10 + Int(digit)
    }
    return places.isEmpty ? nil : number
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
