/// The JSON object at the start of a safetensors file.
struct SafetensorsHeader: Codable {
  /// What the header says of one tensor.
  struct Entry {
    var type: SafetensorsTensor.ElementType
    var shape: [Int]
    /// First byte, and the one after the last, counted from the end of the header.
    var begin: Int
    var end: Int

    /// What the elements take; nil if a dimension is negative or the product overflows.
    var byteCount: Int? {
      SafetensorsTensor.byteCount(type, shape)
    }
  }

  var metadata: [String: String] = [:]
  var entries: [String: Entry] = [:]

  /// As the elements follow each other in the file.
  var entriesInOrder: [(name: String, entry: Entry)] {
    entries.map { (name: $0.key, entry: $0.value) }
      .sorted { ($0.entry.begin, $0.entry.end, $0.name) < ($1.entry.begin, $1.entry.end, $1.name) }
  }

  init() {}

  private struct Key: CodingKey {
    static let metadata = Key(stringValue: "__metadata__")
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == Key.metadata.stringValue {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
    for (name, entry) in entries {
      try container.encode(entry, forKey: Key(stringValue: name))
    }
  }
}

extension SafetensorsHeader.Entry: Codable {
  private enum CodingKeys: String, CodingKey {
    case type = "dtype"
    case shape
    case offsets = "data_offsets"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(SafetensorsTensor.ElementType.self, forKey: .type)
    shape = try container.decode([Int].self, forKey: .shape)
    let offsets = try container.decode([Int].self, forKey: .offsets)
    guard offsets.count == 2 else {
      throw DecodingError.dataCorruptedError(
        forKey: .offsets, in: container, debugDescription: "two offsets expected, found \(offsets)")
    }
    (begin, end) = (offsets[0], offsets[1])
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type, forKey: .type)
    try container.encode(shape, forKey: .shape)
    try container.encode([begin, end], forKey: .offsets)
  }
}
