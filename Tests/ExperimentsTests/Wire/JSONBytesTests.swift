import Foundation
import Testing

import Experiments

struct JSONBytesTests {
  @Test("Texts are escaped as the encoder escapes them")
  func texts() throws {
    let controls = String(String.UnicodeScalarView((0...0x20).compactMap(Unicode.Scalar.init)))
    for text in ["", "plain", "\"\\/", "ü\u{2028}\u{7F}é\u{0}x", controls, "👩‍👩‍👧", "\\", "a\"b\""] {
      var json = JSONBytes(capacity: 0)
      json.string(text)
      #expect(try Data(json.bytes) == JSONCoding.encoder().encode(text), "\(text.debugDescription)")
    }
  }

  @Test("Runs are written as the encoder writes them")
  func runs() throws {
    let time = Date(timeIntervalSince1970: 1_795_500_000.125)
    var full = Run(
      id: Identifier.run(), name: "a \"b\"\n", status: .killed, experiment: "ü/é",
      parameters: ["b": "2", "a": "1", "B": "", "a.b": "\\"], tags: ["z": "\u{1}", "": "x"],
      latest: [
        "loss": MetricPoint(key: "loss", step: 3, value: 0.1, time: time),
        "nan": MetricPoint(key: "nan", step: -1, value: .nan, time: time),
      ], createdAt: time)
    let plain = full
    full.extremes = ["loss": MetricExtremes(min: -.infinity, max: 1)]
    (full.jobId, full.startedAt, full.endedAt) = (Identifier.job(), time, time + 1)
    for page in [
      Page(items: [full, plain], nextCursor: "k1/\""), Page(items: [plain]), Page<Run>(items: []),
    ] {
      #expect(try Data(page.json.json) == JSONCoding.encoder().encode(page))
      #expect(page.json.nextCursor == page.nextCursor)
    }
  }
}
