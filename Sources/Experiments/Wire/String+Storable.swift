extension String {
  /// The text as the service takes one: at most `maximum` characters, and no NUL among them.
  package func storable(_ maximum: Int) -> String {
    String(String.UnicodeScalarView(unicodeScalars.prefix(maximum).filter { $0 != "\0" }))
  }
}
