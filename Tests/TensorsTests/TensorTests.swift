import Tensors
import Testing

@Suite struct TensorTests {
  @Test func valuesAreAlignedToCacheLinesAndStartAtZero() {
    let tensor = Tensor(shape: [3, 5])
    #expect(UInt(bitPattern: tensor.data) % 64 == 0)
    #expect(tensor.values == [Float](repeating: 0, count: 15))
  }

  @Test func viewsShareTheirValues() {
    let tensor = Tensor(shape: [4, 2], values: [0, 1, 2, 3, 4, 5, 6, 7])
    tensor.reshaped([2, 4]).data[3] = 9
    #expect(tensor.prefix(2).values == [0, 1, 2, 9])
    #expect(tensor.slice(3..<5).values == [9, 4])
  }
}
