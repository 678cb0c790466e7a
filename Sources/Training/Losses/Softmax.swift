import Foundation

/// softmax(z / T) of one example's logits z: exp(z_c / T) / sum over c of exp(z_c / T).
struct Softmax {
  /// The highest logit: exponentials of differences to it cannot overflow.
  let highest: Float
  /// log of the sum over c of exp((z_c - highest) / T).
  let logSumExp: Double
  private let sum: Double
  private let temperature: Double

  init(_ logits: UnsafeBufferPointer<Float>, temperature: Double) {
    let highest = logits.reduce(-Float.infinity) { $1 > $0 ? $1 : $0 }
    self.highest = highest
    self.temperature = temperature
    sum = logits.reduce(0.0) { $0 + exp(Double($1 - highest) / temperature) }
    logSumExp = log(sum)
  }

  /// softmax(z / T)_c of z_c.
  func probability(_ logit: Float) -> Double {
    exp(Double(logit - highest) / temperature) / sum
  }

  /// log softmax(z / T)_c of z_c.
  func logProbability(_ logit: Float) -> Double {
    Double(logit - highest) / temperature - logSumExp
  }
}
