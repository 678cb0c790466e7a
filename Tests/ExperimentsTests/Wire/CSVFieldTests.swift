import Testing

import Experiments

struct CSVFieldTests {
  @Test(
    "A field is put in quotes where a reader of bytes would need them",
    arguments: [
      ("plain", "plain"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""),
      // With a combining mark, a quote is another Character.
      ("\"\u{301}", "\"\"\"\u{301}\""), (",\u{301}", "\",\u{301}\""),
    ])
  func quoted(_ field: String, _ wanted: String) {
    #expect(Array(CSVField.quoted(field).utf8) == Array(wanted.utf8))
  }
}
