/// A table for people: columns as wide as their widest cell, numbers aligned to the right.
struct TextTable {
  enum Alignment {
    case left
    case right
  }

  private let headers: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(String, Alignment)]) {
    headers = columns.map { $0.0.printable() }
    alignments = columns.map(\.1)
  }

  mutating func append(_ cells: [String]) {
    precondition(cells.count == headers.count, "\(cells.count) cells for \(headers.count) columns")
    rows.append(cells.map { $0.printable() })
  }

  /// The lines of the table: headers, a rule, and a line a row.
  func rendered() -> String {
    let widths = headers.indices.map { column in
      ([headers] + rows).map { $0[column].count }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([headers, rule] + rows).map { cells in
      zip(zip(cells, widths), alignments).map { cell, alignment in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return alignment == .left ? cell.0 + space : space + cell.0
      }
      .joined(separator: "  ")
    }
    .joined(separator: "\n")
  }
}
