import Foundation
import GRDB
import Store
import Testing

/// The schema that all migrations come to, beside them as one text: a change is seen in review.
@Suite struct SchemaSnapshotTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "schema.sql")

  @Test func theSchemaIsTheOneWrittenDown() throws {
    let fixture = try StoreFixture()
    let found = try fixture.sql(
      """
      SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'sqlite_sequence'
      ORDER BY tbl_name, type DESC, name
      """
    ).map { ($0["sql"] as String) + ";\n" }.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["STAIRCASE_RECORD"] != nil {
      try Data(found.utf8).write(to: Self.file)
    }
    let written = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(
      found == written,
      "if this is meant, write it down: STAIRCASE_RECORD=1 swift test --filter \(Self.self)")
  }
}
