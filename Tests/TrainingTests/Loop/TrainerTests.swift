import Networks
import Tensors
import Testing
import Training

@Suite struct TrainerTests {
  /// Products of codes take a weight that is no number for the code 0: no loss tells of it.
  @Test func aWeightThatIsNoNumberIsFoundWhereTheLossIsFinite() throws {
    let small = try SmallTrainer(
      QuantizationConfiguration(method: .fixed, weightBits: 3, activationBits: 3))
    _ = small.computeGradients()
    try small.trainer.checkParameters(step: 0)
    let name = "stage2.block1.conv2.weight"
    small.network.parameters[name].value.data[7] = .nan
    #expect(small.computeGradients().isFinite)
    #expect(throws: TrainingError.diverged(step: 1, layer: name, reason: "it is not finite")) {
      try small.trainer.checkParameters(step: 1)
    }
  }

  @Test func aStepSizeThatIsNoNumberIsToldWithoutItsSign() throws {
    let small = try SmallTrainer(QuantizationConfiguration(weightBits: 3, activationBits: 3))
    _ = small.computeGradients()
    try small.trainer.checkQuantizers(step: 0)
    small.network.parameters["stem.input.stepSize"].value.data[0] = -.nan
    #expect(
      throws: TrainingError.diverged(
        step: 1, layer: "stem.input", reason: "its step size became NaN")
    ) {
      try small.trainer.checkQuantizers(step: 1)
    }
  }
}
