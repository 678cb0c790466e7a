import Foundation
import TestSupport

/// Golden vectors of a small network's first 20 steps, made in float64. Golden/training_trace.json
/// says how.
struct TrainingTrace: Decodable {
  struct File: Decodable {
    let version: Int
    let traces: [TrainingTrace]
  }

  struct Step: Decodable {
    let loss: Double
    let stepSizes: [String: Double]
    let stepGradients: [String: Double]
    let R: [String: Double]
  }

  let bits: Int
  let learningRate: Double
  let momentum: Double
  let weightDecay: Double
  let batch: Int
  let classes: Int
  let initial: [String: [Double]]
  let inputs: [[Double]]
  let labels: [[Int32]]
  let trace: [Step]
  let final: [String: [Double]]
  let finalStepSizes: [String: Double]
  let runningMean: [String: [Double]]
  let runningVariance: [String: [Double]]

  static func all() throws -> [TrainingTrace] {
    let file = Checkout.folder.appending(path: "Tests/TrainingTests/Golden/training_trace.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).traces
  }
}
