package import Experiments
package import Foundation
import GRDB

/// How the results of a study are laid out: kept with it as JSON.
package struct StudyLayout: Codable, Sendable {
  package var keys: [String]
  package var measure: StudyMeasure
  package var rows: [Row]

  package struct Row: Codable, Sendable {
    package var labels: [String: String]
    /// Ids, one a seed.
    package var jobs: [String]
  }

  /// - Parameter ids: of the plan's members.
  package init(_ plan: StudyPlan, ids: [String]) {
    keys = plan.keys
    measure = plan.measure
    rows = plan.rows.map { Row(labels: $0.labels, jobs: $0.members.map { ids[$0] }) }
  }
}

extension Snapshot {
  /// A study with its results so far. Throws `.notFound`.
  package func study(id: String) throws -> Study {
    guard let row = try row("SELECT * FROM studies WHERE id = ?", [id]) else {
      throw StoreError.notFound(kind: "study", id: id)
    }
    return try study(row, withTable: true)
  }

  /// Studies without their results, the newest first. Throws `.invalidCursor` for a cursor of
  /// another list.
  package func studies(_ page: PageRequest = PageRequest()) throws -> Page<Study> {
    try page.cursor?.check(isOf: .studies)
    var conditions = Conditions()
    conditions.add("key < ?", if: page.cursor?.key)
    let rows = try rows(
      "SELECT * FROM studies \(conditions.clause) ORDER BY key DESC LIMIT ?",
      conditions.arguments(then: page.limit + 1))
    return try Page(rows, page, of: .studies, key: "key") { try study($0, withTable: false) }
  }

  /// Ids of the jobs that a study made and that have not ended, the oldest first. Throws
  /// `.notFound`.
  package func unfinishedJobs(study id: String) throws -> [String] {
    let exists = try value(Bool.self, "SELECT EXISTS (SELECT 1 FROM studies WHERE id = ?)", [id])
    guard exists == true else { throw StoreError.notFound(kind: "study", id: id) }
    return try rows(
      """
      SELECT id FROM jobs WHERE study = ? AND ended_at IS NULL ORDER BY key
      """, [id]
    ).map { $0["id"] }
  }

  /// A job with this very spec, but perhaps another priority, which may have been changed since,
  /// that has succeeded and whose weights are kept.
  package func succeededJob(like spec: JobSpec) throws -> String? {
    try value(
      String.self,
      """
      SELECT jobs.id FROM jobs JOIN runs ON runs.key = jobs.run
      JOIN artifacts ON artifacts.run = runs.key AND artifacts.path = ?
      WHERE jobs.state = 'succeeded' AND jobs.name = ? AND runs.deleted_at IS NULL
        AND json_set(jobs.spec, '$.priority', 0) = json_set(?, '$.priority', 0)
      ORDER BY jobs.key DESC LIMIT 1
      """, [JobArtifact.finalCheckpoint, spec.name, try JSONCoding.text(spec)])
  }

  private func study(_ row: Row, withTable: Bool) throws -> Study {
    let id: String = row["id"]
    let counts = try rows(
      "SELECT state, count(*) AS jobs FROM jobs WHERE study = ? GROUP BY state", [id])
    return Study(
      id: id, name: row["name"], recipe: (row["recipe"] as String?).flatMap(Recipe.init),
      scale: (row["scale"] as String?).flatMap(StudyScale.init),
      jobs: Dictionary(uniqueKeysWithValues: try counts.map { (try $0.word("state"), $0["jobs"]) }),
      createdAt: row.requiredDate("created_at"),
      table: withTable ? try table(of: JSONCoding.value(row["layout"])) : nil)
  }
}

extension Transaction {
  /// Makes a study over jobs that are there. Its jobs name it.
  package func createStudy(
    id: String, name: String, recipe: Recipe?, scale: StudyScale?, layout: StudyLayout, now: Date
  ) throws -> Study {
    try execute(
      """
      INSERT INTO studies (id, name, recipe, scale, layout, created_at) VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        id, name, recipe?.rawValue, scale?.rawValue, try JSONCoding.text(layout),
        Timestamp.milliseconds(now),
      ])
    return try study(id: id)
  }
}
