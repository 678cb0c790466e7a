import Foundation
import Testing

import Experiments

struct JobSpecRangeTests {
  /// For each number of a spec one below its range, the least, the highest and one above. Classes are
  /// also as many as those of the data set at least.
  static let ranges: [(field: String, numbers: [String])] = [
    ("seed", ["-1", "0", "2147483647", "2147483648"]),
    ("priority", ["-1001", "-1000", "1000", "1001"]),
    ("labelSmoothing", ["-0.01", "0", "0.99", "0.991"]),
    ("epochs", ["0", "1", "10000", "10001"]),
    ("batchSize", ["0", "1", "4096", "4097"]),
    ("reestimateBatchNorm", ["-1", "0", "1000000", "1000001"]),
    ("maxAttempts", ["0", "1", "100", "101"]),
    ("timeoutSeconds", ["0", "1", "31536000", "31536001"]),
    ("checkpoint.everySteps", ["0", "1", "1000000", "1000001"]),
    ("distillation.temperature", ["0.009", "0.01", "1000", "1001"]),
    ("distillation.weight", ["-1", "0", "1e6", "1000001"]),
    ("distillation.labelWeight", ["-1", "0", "1e6", "1000001"]),
    ("model.classes", ["1", "10", "100000", "100001"]),
    ("needs.threads", ["0", "1", "1024", "1025"]),
    ("optimizer.clipNorm", ["1e-13", "1e-12", "1e12", "1e13"]),
    ("optimizer.learningRate", ["-0.1", "0", "100", "100.1"]),
    ("optimizer.momentum", ["-0.1", "0", "0.9999", "1"]),
    ("optimizer.weightDecay", ["-0.1", "0", "1", "1.1"]),
    ("quantizer.weightBits", ["1", "2", "8", "9"]),
    ("quantizer.activationBits", ["1", "2", "8", "9"]),
    ("quantizer.firstLastBits", ["1", "2", "8", "9"]),
    ("quantizer.gradientScaleFactor", ["1e-7", "1e-6", "1e6", "1000001"]),
    ("quantizer.refitEvery", ["0", "1", "1000000", "1000001"]),
    ("quantizer.clippingDecay", ["-0.1", "0", "1", "1.1"]),
    ("record.metricsEvery", ["0", "1", "1000000", "1000001"]),
    ("record.stepSizesEvery", ["0", "1", "1000000", "1000001"]),
    ("schedule.gamma", ["-0.1", "0", "1", "1.1"]),
    ("schedule.warmupSteps", ["-1", "0", "1000000000", "1000000001"]),
  ]

  private static func spec(_ field: String, _ number: String) -> Data {
    let path = field.split(separator: ".")
    let given = [
      "distillation": #""teacher": {"from": "file", "path": "/t"}, "#,
      "model": #""name": "resnet8", "#,
    ]
    let member = "\"\(path[path.count - 1])\": \(number)"
    let text =
      path.count == 1 ? member : "\"\(path[0])\": {\(given[String(path[0])] ?? "")\(member)}"
    if path[0] != "model" { return JobSpecTests.json(text) }
    return Data(#"{"dataset": {"name": "fashion-mnist"}, \#(text)}"#.utf8)
  }

  @Test("A number is taken from the least to the highest of its range", arguments: ranges)
  func range(field: String, numbers: [String]) {
    let pointer = "/" + field.replacing(".", with: "/")
    for (place, number) in numbers.enumerated() {
      let errors = JobSpecTests.errors(Self.spec(field, number))
      let isInside = place == 1 || place == 2
      #expect(errors.map(\.pointer) == (isInside ? [] : [pointer]), "\(number)")
      #expect(errors.allSatisfy { $0.detail.contains(" is not between ") }, "\(errors)")
    }
  }
}
