import Experiments

/// A study for people.
enum StudyText {
  /// A study a row.
  static func table(_ studies: [Study]) -> String {
    var table = TextTable([
      ("STUDY", .left), ("NAME", .left), ("STATE", .left), ("JOBS", .right), ("CREATED", .right),
    ])
    for study in studies {
      table.append([
        study.id, study.name, study.state.rawValue, "\(study.jobs.values.reduce(0, +))",
        Format.age(study.createdAt),
      ])
    }
    return table.rendered()
  }

  /// What it is, its table, and what the paper found.
  static func details(_ study: Study) -> String {
    let jobs = study.jobs.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    var parts = [
      "study \(study.id)  \(study.name.printable())  \(study.state.rawValue) (\(jobs.joined(separator: ", ")))"
    ]
    if let table = study.table {
      var text = TextTable(
        table.headers.map { header in
          (header, table.keys.contains(header) ? .left : .right)
        })
      for cells in table.cells { text.append(cells) }
      parts.append(text.rendered())
    }
    if let claim = study.claim { parts.append("the paper, on ImageNet: \(claim)") }
    return parts.joined(separator: "\n\n")
  }
}
