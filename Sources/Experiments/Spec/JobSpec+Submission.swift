extension JobSpec {
  /// Throws `InvalidSpec` for what no worker could train. A spec that was stored before this was
  /// asked is still read.
  package func checkSubmission() throws {
    // Those of imagenet are as many as its folders, which only a worker sees.
    guard dataset.name != .imagenet, model.classes < dataset.name.classes else { return }
    throw InvalidSpec(errors: [
      FieldError(
        pointer: "/model/classes",
        detail: "\(model.classes) is less than the \(dataset.name.classes) classes of "
          + dataset.name.rawValue)
    ])
  }
}
