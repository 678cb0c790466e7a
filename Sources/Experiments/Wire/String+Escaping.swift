extension String {
  /// The text with those code points replaced for which `escape` has something.
  ///
  /// Not by Character: with a combining mark after it a quote is another Character, but the same
  /// byte to whoever reads the text.
  package func escaping(_ escape: (Unicode.Scalar) -> String?) -> String {
    var text = ""
    for scalar in unicodeScalars {
      if let escaped = escape(scalar) {
        text.unicodeScalars.append(contentsOf: escaped.unicodeScalars)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
