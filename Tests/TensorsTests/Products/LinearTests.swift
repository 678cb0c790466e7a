import Tensors
import Testing

@Suite struct LinearTests {
  @Test(arguments: [(4, 8, 3), (16, 64, 10), (1, 5, 1)])
  func allProductsAreThoseOfTheScalarTwin(batch: Int, inputs: Int, outputs: Int) throws {
    let context = try ComputeContext(threads: 2)
    let linear = try Linear(batch: batch, inputs: inputs, outputs: outputs, in: context)
    var random = RandomValues(seed: 4)
    let x = Tensor(shape: [batch, inputs], values: random.array(batch * inputs))
    let w = Tensor(shape: [outputs, inputs], values: random.array(outputs * inputs))
    let b = Tensor(shape: [outputs], values: random.array(outputs))
    let dy = Tensor(shape: [batch, outputs], values: random.array(batch * outputs))
    let (y, dx) = (Tensor(shape: [batch, outputs]), Tensor(shape: [batch, inputs]))
    let (dw, db) = (Tensor(shape: [outputs, inputs]), Tensor(shape: [outputs]))
    linear.forward(x, weights: w, bias: b, into: y)
    linear.backwardInput(dy, weights: w, into: dx)
    linear.backwardWeights(x, dy, into: dw, bias: db)

    var (rx, rw) = ([Float](repeating: 0, count: x.count), [Float](repeating: 0, count: w.count))
    var rb = [Float](repeating: 0, count: outputs)
    for n in 0..<batch {
      for o in 0..<outputs {
        let gradient = dy.data[n * outputs + o]
        var sum = b.data[o]
        for i in 0..<inputs {
          sum += x.data[n * inputs + i] * w.data[o * inputs + i]
          rx[n * inputs + i] += gradient * w.data[o * inputs + i]
          rw[o * inputs + i] += gradient * x.data[n * inputs + i]
        }
        rb[o] += gradient
        #expect(abs(y.data[n * outputs + o] - sum) < 1e-5)
      }
    }
    for (found, expected) in [(dx, rx), (dw, rw), (db, rb)] {
      for (a, b) in zip(found.values, expected) { #expect(abs(a - b) < 2e-5) }
    }
  }
}
