import Foundation
import TestSupport

/// One case of Golden/quantizer.json: the quantizer in float64, Esser et al. 2020, Eq. 1-5.
struct GoldenQuantizer: Decodable {
  struct File: Decodable {
    let version: Int
    let cases: [GoldenQuantizer]
  }

  let bits: Int
  let signed: Bool
  let step: Double
  let gradientScale: String
  let count: Int
  let v: [Double]
  let upstream: [Double]
  let codes: [Int]
  let vHat: [Double]
  let gradV: [Double]
  let gradStepUnscaled: Double
  let gradStep: Double
  let initialStep: Double
  let clippedLow: Double
  let clippedHigh: Double
  let mse: Double

  static func all() throws -> [GoldenQuantizer] {
    let file = Checkout.folder.appending(path: "Tests/NetworksTests/Golden/quantizer.json")
    return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).cases
  }
}
