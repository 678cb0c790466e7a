import Testing

import Training

@Suite struct NormalizationTests {
  @Test func momentsAreThoseOfEachChannel() {
    // Two channels, three pixels.
    let normalization = Normalization(of: [0, 255, 51, 255, 102, 255], channels: 2)
    #expect(normalization.mean == [0.2, 1])
    #expect(abs(normalization.standardDeviation[0] - 0.2 * Float(2.0 / 3).squareRoot()) < 1e-7)
    #expect(normalization.standardDeviation[1] == 1)
  }

  @Test func theTableHoldsTheFormula() {
    let normalization = Normalization(mean: [0.5, 0.1], standardDeviation: [0.25, 2])
    for pixel in 0..<256 {
      #expect(normalization.table[pixel] == (Float(pixel) / 255 - 0.5) / 0.25)
      #expect(normalization.table[256 + pixel] == (Float(pixel) / 255 - 0.1) / 2)
    }
  }
}
