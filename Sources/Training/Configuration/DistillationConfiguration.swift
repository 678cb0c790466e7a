package import Foundation

/// A frozen float32 teacher and how much it counts. Hinton, Vinyals and Dean 2015.
package struct DistillationConfiguration: Sendable, Equatable {
  /// A checkpoint folder or a safetensors file. A checkpoint tells which network it is of; other
  /// files are of the network that is trained.
  package var teacher: URL
  /// T, by which the logits of both are divided.
  package var temperature: Double
  /// The weight of the teacher's part of the loss.
  package var weight: Double
  /// The weight of the labels' part.
  package var labelWeight: Double

  package init(
    teacher: URL, temperature: Double = 1, weight: Double = 1, labelWeight: Double = 1
  ) {
    self.teacher = teacher
    self.temperature = temperature
    self.weight = weight
    self.labelWeight = labelWeight
  }
}
