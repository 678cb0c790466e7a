extension Recipe {
  /// The fields of a spec that a column of a recipe's table stands for.
  private static let fields: [String: [[String]]] = [
    "bits": [["quantizer", "weightBits"], ["quantizer", "activationBits"]],
    "network": [["model", "name"]],
    "weightDecay": [["optimizer", "weightDecay"]],
    "learningRate": [["optimizer", "learningRate"]],
    "gradientScale": [["quantizer", "gradientScale"], ["quantizer", "gradientScaleFactor"]],
    "schedule": [["schedule", "name"], ["schedule", "milestones"]],
    "method": [["quantizer", "method"], ["quantizer", "errorMeasure"]],
    "teacher": [["distillation"]],
  ]

  /// Reports the fields of `job` that columns of `plan` stand for: with another value in all its
  /// jobs the table would say what is not so.
  static func refuseColumns(of plan: StudyPlan, in job: [String: JSONValue], _ reader: FieldReader)
  {
    for key in plan.keys {
      for path in fields[key] ?? [] where JSONValue.object(job).has(path) {
        reader.report(
          within: "job/\(path.joined(separator: "/"))",
          "is the recipe's own, which shows it as \"\(key)\": leave it out, or make a grid")
      }
    }
  }
}

extension JSONValue {
  fileprivate func has(_ path: [String]) -> Bool {
    guard let key = path.first else { return true }
    guard case .object(let members) = self else { return false }
    return members[key]?.has(Array(path.dropFirst())) ?? false
  }
}
