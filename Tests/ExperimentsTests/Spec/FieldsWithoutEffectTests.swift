import Foundation
import Testing

import Experiments

struct FieldsWithoutEffectTests {
  @Test(
    "Fields that the method does not read are told of, if they differ from their defaults",
    arguments: [
      (#"{}"#, []),
      (#"{"method": "lsq", "gradientScale": "1", "countBatch": true}"#, []),
      (#"{"method": "lsq", "errorMeasure": "mse", "refitEvery": 10}"#, []),
      (
        #"{"method": "lsq", "errorMeasure": "kl", "refitEvery": 1, "clippingDecay": 0}"#,
        ["errorMeasure", "refitEvery", "clippingDecay"]
      ),
      (#"{"method": "lsq+", "gradientScaleFactor": 10, "refitEvery": 1}"#, ["refitEvery"]),
      (
        #"{"method": "fixed", "gradientScale": "1/sqrt(N)", "gradientScaleFactor": 2}"#,
        ["gradientScale", "gradientScaleFactor"]
      ),
      (#"{"method": "min-error", "errorMeasure": "mae", "refitEvery": 1}"#, []),
      (
        #"{"method": "pact", "refitEvery": 1, "clippingDecay": 0, "countBatch": true}"#,
        ["countBatch"]
      ),
      (
        #"{"method": "none", "weightBits": 2, "layers": {"stem": {"weightBits": 8}}}"#,
        ["weightBits", "layers"]
      ),
    ] as [(String, [String])])
  func quantizer(json: String, fields: [String]) throws {
    let spec = try JobSpec(json: JobSpecTests.json(#""quantizer": \#(json)"#))
    let method = spec.quantizer.method.rawValue
    #expect(
      try spec.fieldsWithoutEffect
        == fields.map { #"quantizer.\#($0) has no effect on training with method "\#(method)""# })
  }

  @Test("Decay of step sizes that do not learn, and gamma without milestones, are told of")
  func others() throws {
    let json = JobSpecTests.json(
      #"""
      "quantizer": {"method": "pact"}, "schedule": {"gamma": 0.5},
      "optimizer": {"alsoDecay": ["step-sizes", "biases"]}
      """#)
    #expect(
      try JobSpec(json: json).fieldsWithoutEffect == [
        #"optimizer.alsoDecay "step-sizes" has no effect on training with method "pact""#,
        #"schedule.gamma has no effect on training with schedule "cosine""#,
      ])
  }

  @Test("Milestones that come when the last epoch is over are told of")
  func milestones() throws {
    let json = JobSpecTests.json(
      #""epochs": 3, "schedule": {"name": "step", "milestones": [1, 2.5, 3, 60]}"#)
    #expect(
      try JobSpec(json: json).fieldsWithoutEffect == [
        "schedule.milestones 3 has no effect on training with 3 epochs",
        "schedule.milestones 60 has no effect on training with 3 epochs",
      ])
  }
}
