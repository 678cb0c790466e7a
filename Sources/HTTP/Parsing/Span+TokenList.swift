extension Span<UInt8> {
  /// The members of a comma-separated list (RFC 9110 5.6.1) in lower case, without white space
  /// around them; empty members are left out.
  func tokenList() -> [String] {
    string().lowercased().split(separator: ",").compactMap { member in
      let trimmed = member.drop { $0 == " " || $0 == "\t" }
      let end = trimmed.lastIndex { $0 != " " && $0 != "\t" }
      return end.map { String(trimmed[...$0]) }
    }
  }
}
