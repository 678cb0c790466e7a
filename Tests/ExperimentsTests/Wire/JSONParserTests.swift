import Foundation
import Testing

import Experiments

struct JSONParserTests {
  @Test(
    "JSON becomes the tree it says",
    arguments: [
      ("null", .null), (" true ", .bool(true)), ("false", .bool(false)),
      ("0", .integer(0)), ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
      ("9223372036854775808", .number(9_223_372_036_854_775_808)),
      ("1.5", .number(1.5)), ("-2e-3", .number(-0.002)), ("1E+2", .number(100)),
      (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")),
      (#""\u00e9\ud83d\ude00é""#, .string("é😀é")),
      ("[]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
      ("{}", .object([:])), ("\u{FEFF}{}", .object([:])),
      (#"{"a": {"b": null}}"#, .object(["a": .object(["b": .null])])),
    ] as [(String, JSONValue)])
  func tree(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONParser.parse(Array(text.utf8)) == value)
  }

  @Test(
    "What is not JSON is refused at its line and column",
    arguments: [
      ("", 1, 1, "the text ends here; a value is expected"),
      (#"{"a": 1"#, 1, 8, #"the text ends here; "," or "}" is expected"#),
      (#"{"a": "b"#, 1, 9, "the text ends here; a closing quote is expected"),
      ("{\n  \"a\": 1,\n}", 3, 1, "a key in quotes is expected"),
      ("{\"a\" 1}", 1, 6, #"":" is expected after a key"#),
      ("[1 2]", 1, 4, #""," or "]" is expected"#),
      ("01", 1, 1, "a number does not begin with 0"),
      ("1.", 1, 3, "the text ends here; a digit is expected"),
      ("tru", 1, 1, "a value is expected"),
      ("1 1", 1, 3, "the text goes on after the end of the value"),
      ("'a'", 1, 1, "a value is expected"),
      ("\"a\nb\"", 1, 3, "a control character is written as an escape, such as \\n"),
      (#""\x""#, 1, 3, "there is no such escape"),
      (#""\ud800x""#, 1, 8, "half of a surrogate pair"),
      (#""\u12""#, 1, 6, "four hexadecimal digits are expected"),
    ] as [(String, Int, Int, String)])
  func refused(_ text: String, line: Int, column: Int, reason: String) {
    #expect(throws: InvalidJSON(line: line, column: column, reason: reason)) {
      try JSONParser.parse(Array(text.utf8))
    }
  }

  @Test("Deep nesting is refused before the stack ends")
  func depth() {
    #expect(throws: InvalidJSON.self) {
      try JSONParser.parse(Array(repeating: UInt8(ascii: "["), count: 100_000))
    }
  }

  @Test("A string that is not UTF-8 is refused")
  func encoding() {
    #expect(throws: InvalidJSON.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
  }

  @Test("Every prefix of a document is refused, none of them traps")
  func prefixes() throws {
    let text = Array(#"{"a": [1.5e3, "x\u00e9", true, null, {"b": -0}], "c": false}"#.utf8)
    _ = try JSONParser.parse(text)
    for length in 0..<text.count {
      #expect(throws: InvalidJSON.self) { try JSONParser.parse(Array(text[..<length])) }
    }
  }
}
