import Tensors

/// Batch-norm over all but the channel axis. Ioffe and Szegedy 2015.
///
/// y = (x - mean) / sqrt(variance + epsilon) * weight + bias, with the batch's mean and biased
/// variance in training, the running ones else.
/// running = (1 - momentum) * running + momentum * batch's, the variance unbiased.
///
/// Going back, with g = dL/dy, x_hat = (x - mean) / sqrt(variance + epsilon), and means over the
/// batch: dx = weight / sqrt(variance + epsilon) * (g - mean(g) - x_hat * mean(g * x_hat)).
final class BatchNormalization {
  /// y = x * scale + shift.
  let affine: ChannelAffine
  /// Of each channel, in the last training batch.
  let mean: Tensor
  /// What makes dx from the gradient of y.
  let coefficients: GradientCoefficients
  private let epsilon: Double
  private let momentum: Double
  private let weight: Parameter
  private let bias: Parameter
  private let runningMean: Tensor
  private let runningVariance: Tensor
  private let context: ComputeContext
  private var statistics: ChannelStatistics

  init(
    name: String, epsilon: Double, momentum: Double, parameters: ParameterStore,
    context: ComputeContext
  ) {
    weight = parameters["\(name).weight"]
    bias = parameters["\(name).bias"]
    runningMean = parameters.statistic("\(name).running_mean")
    runningVariance = parameters.statistic("\(name).running_var")
    let channels = weight.value.count
    affine = ChannelAffine(
      scale: Tensor(shape: [channels]), shift: Tensor(shape: [channels]))
    mean = Tensor(shape: [channels])
    coefficients = GradientCoefficients(mean: mean, channels: channels)
    statistics = ChannelStatistics(channels: channels)
    self.epsilon = epsilon
    self.momentum = momentum
    self.context = context
  }

  /// Finds scale and shift for x. If `terms` are given, x is first made their sum.
  func prepare(_ x: Tensor, terms: [Tensor], _ pass: ForwardPass) {
    if pass.trains {
      if terms.isEmpty {
        statistics.measure(x, in: context)
      } else {
        statistics.measure(terms[0], addend: terms[1], total: x, in: context)
      }
      updateRunning(rows: x.count / mean.count, momentum: pass.momentum ?? momentum)
      for c in 0..<mean.count {
        setAffine(c, mean: statistics.mean[c], variance: statistics.variance[c])
        mean.data[c] = Float(statistics.mean[c])
      }
    } else {
      if !terms.isEmpty { x.setSum(terms[0], terms[1], in: context) }
      for c in 0..<mean.count {
        setAffine(
          c, mean: Double(runningMean.data[c]), variance: Double(runningVariance.data[c]))
      }
    }
  }

  /// Finds the parameters' gradients and the coefficients of dx.
  /// - Parameter rows: values of a channel in the batch, N * H * W.
  func receive(_ sums: ActivationSums, rows: Int) {
    let rows = Double(rows)
    for c in 0..<mean.count {
      let inverse = 1 / (statistics.variance[c] + epsilon).squareRoot()
      let slope = Double(weight.value.data[c]) * inverse
      weight.gradient.data[c] = Float(sums.weighted[c] * inverse)
      bias.gradient.data[c] = Float(sums.gradient[c])
      coefficients.slope.data[c] = Float(slope)
      coefficients.curve.data[c] = Float(-slope * inverse * inverse * sums.weighted[c] / rows)
      coefficients.offset.data[c] = Float(-slope * sums.gradient[c] / rows)
    }
  }

  private func setAffine(_ c: Int, mean: Double, variance: Double) {
    let scale = Double(weight.value.data[c]) / (variance + epsilon).squareRoot()
    affine.scale.data[c] = Float(scale)
    affine.shift.data[c] = Float(Double(bias.value.data[c]) - mean * scale)
  }

  private func updateRunning(rows: Int, momentum: Double) {
    let unbiased = Double(rows) / Double(max(1, rows - 1))
    for c in 0..<mean.count {
      let (oldMean, oldVariance) = (runningMean.data[c], runningVariance.data[c])
      runningMean.data[c] = Float(
        (1 - momentum) * Double(oldMean) + momentum * statistics.mean[c])
      runningVariance.data[c] = Float(
        (1 - momentum) * Double(oldVariance) + momentum * statistics.variance[c] * unbiased)
    }
  }
}
