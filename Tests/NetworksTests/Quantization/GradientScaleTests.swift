import Networks
import Testing

@Suite struct GradientScaleTests {
  @Test(arguments: [
    (GradientScale.inverseRootCountTimesLevels, 0.0625), (.inverseRootCount, 0.125), (.one, 1),
  ])
  func valueFollowsItsFormula(scale: GradientScale, expected: Double) {
    #expect(scale.value(count: 64, highestCode: 4) == expected)
  }
}
