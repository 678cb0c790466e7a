/// Ids of jobs, studies, runs and leases: random lower-case hexadecimal digits. Workers choose
/// theirs.
package enum Identifier {
  /// A job or a study: 16 digits (64 random bits).
  package static func job() -> String { hex(words: 1) }
  /// A run: 32 digits, the form MLflow's clients expect.
  package static func run() -> String { hex(words: 2) }
  /// The fencing token of a lease: 32 digits that only its holder knows.
  package static func lease() -> String { hex(words: 2) }

  /// What an id names, and so which form it has.
  package enum Kind: String, CaseIterable, Sendable {
    case job
    case study
    case run

    package var digits: Int {
      switch self {
      case .job, .study: 16
      case .run: 32
      }
    }

    package var example: String { String("0123456789abcdef0123456789abcdef".prefix(digits)) }

    /// Such as "a job id: 16 hexadecimal digits".
    package var description: String { "a \(rawValue) id: \(digits) hexadecimal digits" }

    package func matches(_ text: String) -> Bool { isHex(text, count: digits) }

    /// JSON Schema of such an id.
    package var schema: JSONValue {
      [
        "type": "string", "pattern": "^[0-9a-f]{\(digits)}$", "examples": [.string(example)],
      ]
    }
  }

  /// The longest id of a worker, in characters.
  package static let maximumWorker = 200

  /// Whether a worker may have this id: one that can stand in a path, as one part of it.
  package static func isWorker(_ text: String) -> Bool {
    (1...maximumWorker).contains(text.unicodeScalars.count) && text != "." && text != ".."
      && text.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0 != "/" && $0 != "\\"
      }
  }

  /// JSON Schema of a worker's id.
  package static let workerSchema: JSONValue = [
    "type": "string", "minLength": 1, "maxLength": .integer(maximumWorker),
    "pattern": "^(?!\\.{1,2}$)[^/\\\\\\x00-\\x1f\\x7f-\\x9f]+$",
  ]

  private static func hex(words: Int) -> String {
    (0..<words).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  private static func isHex(_ text: String, count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
