/// `name ":" OWS value OWS` (RFC 9112 5) as ranges of the line.
struct FieldLine {
  var name: Range<Int>
  var value: Range<Int>

  init(_ line: Span<UInt8>) throws(ParseError) {
    // 5.2 and 2.2: white space at the start is folding or a trick.
    if !line.isEmpty, line[0].isBlank { throw .foldedLine }
    var colon = 0
    while colon < line.count, line[colon].isTokenCharacter { colon += 1 }
    // 5.1: no white space between name and colon.
    guard colon > 0, colon < line.count, line[colon] == UInt8(ascii: ":") else {
      throw .badFieldName
    }
    var start = colon + 1
    var end = line.count
    while start < end, line[start].isBlank { start += 1 }
    while end > start, line[end - 1].isBlank { end -= 1 }
    for index in start..<end where !line[index].isFieldValueCharacter {
      // A CR before the line's end is a line end to others (2.2).
      throw line[index] == .carriageReturn ? .bareLineEnding : .badFieldValue
    }
    name = 0..<colon
    value = start..<end
  }
}
