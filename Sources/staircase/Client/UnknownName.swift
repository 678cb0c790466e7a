/// A name on the command line that the service does not know.
struct UnknownName: Error, CustomStringConvertible {
  /// What was named, such as "experiment".
  var kind: String
  var name: String
  var known: [String]

  private static let most = 10

  var description: String {
    let shown = known.prefix(Self.most).joined(separator: ", ")
    let more = known.count > Self.most ? " and \(known.count - Self.most) more" : ""
    return "There is no \(kind) \"\(name)\": "
      + (known.isEmpty ? "there is none yet" : "there are \(shown)\(more)")
  }
}
