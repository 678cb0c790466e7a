import Foundation

/// Tables for people, or a JSON object a line for programs.
struct BenchReport {
  private let json: Bool
  private var name = ""
  private var columns: [String] = []
  private var table: TextTable?

  init(json: Bool) {
    self.json = json
  }

  mutating func begin(_ name: String, _ columns: [String]) {
    (self.name, self.columns) = (name, columns)
    table = TextTable(columns.enumerated().map { ($1, $0 == 0 ? .left : .right) })
  }

  mutating func add(_ cells: [String]) throws {
    table?.append(cells)
    guard json else { return }
    var object = Dictionary(uniqueKeysWithValues: zip(columns, cells))
    object["table"] = name
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    if let line = try? encoder.encode(object) {
      try Terminal.print(String(decoding: line, as: UTF8.self))
    }
  }

  /// Prints the table.
  mutating func end() throws {
    if !json, let table { try Terminal.print(table.rendered() + "\n") }
    table = nil
  }
}
