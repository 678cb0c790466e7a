import Foundation
import Testing

import Experiments

struct JSONCodingTests {
  @Test(
    "Values that JSON has no numbers for travel as words",
    arguments: [
      (Double.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
    ])
  func nonFinite(_ value: Double, _ word: String) throws {
    let point = MetricPoint(key: "k", step: 1, value: value, time: Timestamp.date(milliseconds: 5))
    let json = String(decoding: try JSONCoding.encoder().encode(point), as: UTF8.self)
    #expect(
      json == #"{"key":"k","step":1,"time":"1970-01-01T00:00:00.005Z","value":"\#(word)"}"#)
    let again = try JSONCoding.decoder().decode(MetricPoint.self, from: Data(json.utf8))
    #expect(again.value.isNaN == value.isNaN)
    #expect(value.isNaN || again == point)
  }

  @Test(
    "A time is read with or without a fraction and with any offset",
    arguments: [
      ("2026-11-24T06:00:00Z", 1_795_500_000_000), ("2026-11-24T06:00:00.123Z", 1_795_500_000_123),
      ("2026-11-24T07:00:00+01:00", 1_795_500_000_000),
      ("2026-11-24T00:30:00.5-0530", 1_795_500_000_500),
      ("2026-11-24T06:00:00.123999999Z", 1_795_500_000_123),
      ("2024-02-29T23:59:59.01Z", 1_709_251_199_010), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ])
  func times(_ text: String, _ milliseconds: Int) {
    #expect(Timestamp.date(from: text).map(Timestamp.milliseconds) == milliseconds)
  }

  @Test("Milliseconds survive the round through text")
  func milliseconds() {
    for milliseconds in 1_795_500_000_000..<1_795_500_001_000 {
      let text = Timestamp.string(from: Timestamp.date(milliseconds: milliseconds))
      #expect(Timestamp.date(from: text).map(Timestamp.milliseconds) == milliseconds)
    }
  }

  @Test("Times are written and read as Foundation's formatter does")
  func civilTime() throws {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    for index in 0..<2000 {
      // From 1970 to 2199: later, the formatter loses milliseconds.
      let near = (index &* 126_651_073_337) % 7_258_118_400_000
      let date = Timestamp.date(milliseconds: near)
      #expect(Timestamp.string(from: date) == style.format(date.addingTimeInterval(0.0000005)))
      let far = (index &* 126_651_073_337) % 253_402_300_799_999
      let text = Timestamp.string(from: Timestamp.date(milliseconds: far))
      #expect(Timestamp.date(from: text).map(Timestamp.milliseconds) == far)
    }
  }

  @Test(
    "A day or an hour that there is not is no time",
    arguments: [
      "2024-02-30T00:00:00Z", "2023-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
      "2026-11-00T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-24T24:00:00Z",
      "2026-11-24T06:60:00Z", "2026-11-24T06:00:61Z", "2026-11-24T06:00:00+24:00",
      "2026-11-24T06:00:00", "2026-11-24T06:00:00.Z", "2026-11-24T06:00:00+1:00",
      "2026-11-24 06:00:00Z", "2026-11-24T06:00:00ZZ", "2026-1-24T06:00:00.00Z", "now", "",
    ])
  func noTimes(_ text: String) {
    #expect(Timestamp.date(from: text) == nil)
  }
}
