import Experiments
import Foundation

/// Tables for people, or a JSON object a line for programs.
struct BenchReport {
  /// A value, which is told to people and to programs each in their way.
  enum Cell: ExpressibleByStringLiteral {
    case text(String)
    case count(Int)
    case decimal(Double, digits: Int)
    /// 0...1.
    case share(Double)
    /// There is none in this row.
    case none

    init(stringLiteral text: String) {
      self = .text(text)
    }

    fileprivate var text: String {
      switch self {
      case .text(let text): text
      case .count(let count): Format.grouped(count)
      case .decimal(let number, let digits): Format.decimals(number, digits)
      case .share(let share): Format.percent(share)
      case .none: "-"
      }
    }

    fileprivate var json: JSONValue {
      switch self {
      case .text(let text): .string(text)
      case .count(let count): .integer(count)
      case .decimal(let number, _), .share(let number): number.isFinite ? .number(number) : .null
      case .none: .null
      }
    }
  }

  private let json: Bool
  private var name = ""
  private var keys: [String] = []
  private var table: TextTable?

  init(json: Bool) {
    self.json = json
  }

  /// - Parameter columns: their titles, and their keys in JSON.
  mutating func begin(_ name: String, _ columns: KeyValuePairs<String, String>) {
    self.name = name
    keys = columns.map(\.value)
    table = TextTable(columns.enumerated().map { ($1.key, $0 == 0 ? .left : .right) })
  }

  mutating func add(_ cells: [Cell]) throws {
    guard json else {
      table?.append(cells.map(\.text))
      return
    }
    var object = Dictionary(uniqueKeysWithValues: zip(keys, cells.map(\.json)))
    object["table"] = .string(name)
    try Terminal.print(JSONCoding.text(JSONValue.object(object)))
  }

  /// Prints the table.
  mutating func end() throws {
    if !json, let table { try Terminal.print(table.rendered() + "\n") }
    table = nil
  }
}
