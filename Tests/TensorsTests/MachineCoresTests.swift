import Tensors
import Testing

@Suite struct MachineCoresTests {
  @Test(
    "A container's share of the processors' time bounds its threads",
    arguments: [
      ("max 100000\n", 8), ("200000 100000\n", 2), ("150000 100000\n", 2), ("5000 100000\n", 1),
      ("1600000 100000\n", 8), ("", 8), ("nonsense", 8), (nil, 8),
    ])
  func quota(text: String?, cores: Int) {
    #expect(MachineCores.count(of: 8, quota: text) == cores)
  }
}
