/// What turns the gradient of a normalised tensor into that of the tensor:
/// dx = slope * g + curve * (x - mean) + offset, one value of each a channel.
package struct GradientCoefficients {
  /// That of x in the batch, which the batch-norm keeps up to date.
  package let mean: Tensor
  package let slope: Tensor
  package let curve: Tensor
  package let offset: Tensor

  package init(mean: Tensor, channels: Int) {
    self.mean = mean
    slope = Tensor(shape: [channels])
    curve = Tensor(shape: [channels])
    offset = Tensor(shape: [channels])
  }

  /// dx = slope * g, with the slope of others.
  package init(slopeOf other: GradientCoefficients) {
    mean = other.mean
    slope = other.slope
    curve = Tensor(shape: other.curve.shape)
    offset = Tensor(shape: other.offset.shape)
  }
}
