/// A frozen float32 teacher, whose outputs the network learns beside the labels
/// (Hinton et al. 2015).
///
/// L = labelWeight * cross-entropy(labels)
///   + weight * T^2 * KL(softmax(teacher / T), softmax(z / T)).
package struct DistillationSpec: Encodable, Hashable, Sendable {
  /// Whose final weights teach: a job, which must have succeeded first, a run or a file.
  package var teacher: StartSpec
  /// T.
  package var temperature: Double
  /// The weight of the teacher's part of the loss.
  package var weight: Double
  /// The weight of the labels' part.
  package var labelWeight: Double

  init(_ reader: FieldReader) {
    teacher = reader.object(
      "teacher", required: true, about: "Whose final weights teach: a job, a run or a file."
    ) { StartSpec($0) }
    if reader.has("teacher"), teacher == .random {
      reader.report("teacher", "must be trained: its \"from\" is \"job\", \"run\" or \"file\"")
    }
    temperature = reader.number(
      "temperature", in: 0.01...1000, default: 1,
      about: "T, by which the outputs of both are divided.")
    weight = reader.number(
      "weight", in: 0...1e6, default: 1, about: "The weight of the teacher's part of the loss.")
    labelWeight = reader.number(
      "labelWeight", in: 0...1e6, default: 1, about: "The weight of the labels' part.")
  }
}
