/// Entity tags (RFC 9110 8.8.3) and the lists of them in `If-Match` and `If-None-Match`.
///
/// A version has two: another coding is another representation (8.8.3.3). A list that names either
/// names the version.
package enum EntityTags {
  /// The tag of a version in gzip; `tag` is that of the version as it is.
  static func compressed(_ tag: String) -> String { String(tag.dropLast() + "-gz\"") }

  /// True if `list` is `*` or names `tag` by weak comparison (13.1.2): for `If-None-Match`.
  package static func matchesWeakly(_ list: String, _ tag: String) -> Bool {
    let tags = [tag, compressed(tag)].map { opaque($0[...]) }
    return list == "*" || parse(list).contains { tags.contains(opaque($0)) }
  }

  /// True if `list` is `*` or names `tag` by strong comparison (13.1.1): for `If-Match`.
  package static func matchesStrongly(_ list: String, _ tag: String) -> Bool {
    let tags = [tag, compressed(tag)]
    return list == "*" || !tag.hasPrefix("W/") && parse(list).contains { tags.contains(String($0)) }
  }

  /// The tags of a list; whatever follows a malformed one is dropped. A comma may stand inside a
  /// tag.
  private static func parse(_ list: String) -> [Substring] {
    var tags: [Substring] = []
    var rest = list[...]
    while true {
      rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "," }
      let body = rest.hasPrefix("W/") ? rest.dropFirst(2) : rest
      guard body.first == "\"", let end = body.dropFirst().firstIndex(of: "\"") else { return tags }
      tags.append(rest[rest.startIndex...end])
      rest = rest[rest.index(after: end)...]
    }
  }

  private static func opaque(_ tag: Substring) -> Substring {
    tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
  }
}
