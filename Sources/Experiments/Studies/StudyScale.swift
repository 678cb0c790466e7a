/// How large a recipe is.
package enum StudyScale: String, Codable, CaseIterable, Sendable {
  /// ResNet-8 on Fashion-MNIST for a few epochs: minutes on two cores.
  case small
  /// ResNet-20 on Fashion-MNIST, cropped and mirrored, for some more epochs: most of an hour on two
  /// cores.
  case medium
  /// The paper's networks, epochs and hyper-parameters on ImageNet.
  case paper
}
