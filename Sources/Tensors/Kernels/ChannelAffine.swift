/// x * scale + shift, with one scale and one shift a channel.
package struct ChannelAffine {
  package let scale: Tensor
  package let shift: Tensor

  package init(scale: Tensor, shift: Tensor) {
    self.scale = scale
    self.shift = shift
  }
}
