package import Foundation

/// One value of one metric. NaN and the infinities are values, written as strings in JSON.
package struct MetricPoint: Codable, Hashable, Sendable {
  package var key: String
  package var step: Int
  package var value: Double
  package var time: Date

  package init(key: String, step: Int, value: Double, time: Date) {
    self.key = key
    self.step = step
    self.value = value
    self.time = time
  }
}
