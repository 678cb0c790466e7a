import Experiments
import Foundation
import GRDB
import Store
import Testing

/// What SQLite itself refuses, whatever the program does.
@Suite struct SchemaTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  private func refused(by constraint: String, _ sql: String) {
    do {
      try fixture.sql(sql)
      Issue.record("taken: \(sql)")
    } catch let error as DatabaseError {
      #expect(error.message?.contains(constraint) == true, "\(error)")
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func everyTableIsStrict() throws {
    let loose = try fixture.sql(
      """
      SELECT name FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'
      """)
    #expect(loose.isEmpty)
  }

  @Test func acknowledgedMeansOnDisk() throws {
    let settings = try fixture.store.write { try $0.durability() }
    #expect(settings.journal == "wal" && settings.synchronous == 2 && settings.foreignKeys)
  }

  @Test func runsAreChecked() throws {
    let columns = "INSERT INTO runs (id, experiment, name, status, created_at) VALUES"
    let id = Identifier.run()
    refused(by: "run_id_form", "\(columns) ('XYZ', 0, 'a', 'running', 0)")
    refused(by: "run_status", "\(columns) ('\(id)', 0, 'a', 'walking', 0)")
    refused(by: "FOREIGN KEY", "\(columns) ('\(id)', 77, 'a', 'running', 0)")
    refused(by: "run_name_length", "\(columns) ('\(id)', 0, '', 'running', 0)")
  }

  @Test func jobsAreChecked() throws {
    let job = try fixture.makeJob()
    _ = try fixture.makeJob()
    let update = "UPDATE jobs SET"
    let place = "WHERE id = '\(job.id)'"
    refused(by: "job_transition", "\(update) state = 'asleep' \(place)")
    try fixture.sql("DROP TRIGGER job_transition")
    refused(by: "job_state", "\(update) state = 'asleep' \(place)")
    refused(by: "job_lease", "\(update) state = 'running' \(place)")
    refused(by: "job_no_lease", "\(update) worker = 'w' \(place)")
    refused(by: "job_end", "\(update) state = 'canceled' \(place)")
    refused(by: "job_attempts", "\(update) failures = 99 \(place)")
    refused(by: "job_progress", "\(update) step = 3 \(place)")
    refused(by: "job_spec", "\(update) spec = 'x' \(place)")
    refused(by: "UNIQUE", "\(update) id = (SELECT id FROM jobs WHERE key = 2) \(place)")
  }

  @Test func aJobHasOneAttemptAtATime() throws {
    _ = try fixture.makeJob()
    _ = try fixture.claim()
    refused(
      by: "UNIQUE",
      "INSERT INTO job_attempts (job, number, token, worker, started_at, outcome) "
        + "SELECT job, 2, 'other', 'w', 0, 'running' FROM job_attempts")
    refused(by: "attempt_end", "UPDATE job_attempts SET ended_at = 1")
  }

  @Test func aJobCannotWaitForALaterOne() throws {
    _ = try fixture.makeJob()
    _ = try fixture.makeJob()
    refused(by: "dependency_order", "INSERT INTO job_dependencies (job, parent) VALUES (1, 2)")
    refused(by: "dependency_order", "INSERT INTO job_dependencies (job, parent) VALUES (1, 1)")
  }

  @Test func parametersAreConstant() throws {
    let run = try fixture.store.write {
      try $0.createRun(RunRequest(name: "r", parameters: ["a": "1"]), now: StoreFixture.noon)
    }
    refused(by: "keeps its first value", "UPDATE parameters SET value = '2'")
    #expect(run.parameters == ["a": "1"])
  }

  @Test func theTriggerHoldsTheSameTransitionsAsTheEnum() throws {
    for old in JobState.allCases {
      for new in JobState.allCases where new != old {
        let isTaken = try takes(old, new)
        #expect(isTaken == old.canBecome(new), "\(old) -> \(new)")
      }
    }
  }

  /// Whether the trigger lets a job go from one state to another, all else being in order.
  private func takes(_ old: JobState, _ new: JobState) throws -> Bool {
    let trigger: String = try #require(
      try fixture.sql("SELECT sql FROM sqlite_schema WHERE name = 'job_transition'").first?["sql"])
    return try DatabaseQueue().write { db in
      try db.execute(sql: "CREATE TABLE jobs (state TEXT)")
      try db.execute(sql: trigger)
      try db.execute(sql: "INSERT INTO jobs VALUES (?)", arguments: [old.rawValue])
      do {
        try db.execute(sql: "UPDATE jobs SET state = ?", arguments: [new.rawValue])
        return true
      } catch {
        return false
      }
    }
  }

  @Test(
    "A column that holds the words of an enum takes these and no others",
    arguments: [
      ("job_state", JobState.allCases.map(\.rawValue)),
      ("attempt_outcome", JobAttempt.Outcome.allCases.map(\.rawValue)),
      ("run_status", RunStatus.allCases.map(\.rawValue)),
      ("quantizer_kind", Quantizer.Kind.allCases.map(\.rawValue)),
      ("token_role", Role.allCases.map(\.rawValue)),
    ])
  func words(constraint: String, words: [String]) throws {
    let schema = try fixture.sql("SELECT sql FROM sqlite_schema WHERE type = 'table'")
      .map { $0["sql"] as String }.joined()
    let start = try #require(schema.range(of: "CONSTRAINT \(constraint) CHECK (")).upperBound
    let list = schema[start...].prefix { $0 != ")" }
    #expect(list.matches(of: /'(\w+)'/).map { String($0.1) }.sorted() == words.sorted())
  }
}
