import Experiments

/// The table of a study as text: CSV (RFC 4180) for spreadsheets, Markdown for people.
enum TableFormat: String, CaseIterable {
  case csv
  case markdown

  /// What asks for it at the end of a path.
  var suffix: String { self == .csv ? ".csv" : ".md" }

  var mediaType: String { "text/\(rawValue)" }

  var contentType: String { "\(mediaType); charset=utf-8" }

  func text(of table: StudyTable) -> String {
    switch self {
    case .csv: table.csv
    case .markdown: table.markdown
    }
  }
}
