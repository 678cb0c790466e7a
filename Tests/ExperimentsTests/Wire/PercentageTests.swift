import Experiments
import Testing

@Suite struct PercentageTests {
  @Test(arguments: [(0.62125, "62.13%"), (0.609375, "60.94%"), (0.9, "90.00%"), (0, "0.00%")])
  func halvesGoUp(share: Double, text: String) {
    #expect(Percentage.text(share, digits: 2) == text)
  }
}
