import Experiments
import Foundation
import GRDB
import Store
import Testing

@Suite struct JobRecordListTests {
  private let fixture: StoreFixture

  init() throws {
    fixture = try StoreFixture()
  }

  /// Jobs with every field that a job may have, and with none that it need not have.
  private func fill() throws {
    let failed = try fixture.makeJob({ $0.name = "a \"name\"\n" }, study: "st\\udy")
    let first = try #require(try fixture.claim("w1"))
    _ = try fixture.store.write {
      try $0.renew(
        job: failed.id,
        Heartbeat(
          lease: first.token,
          progress: JobProgress(
            step: 5, steps: 10, epoch: 0, epochs: 2, imagesPerSecond: 0.1, etaSeconds: 2.5),
          resumedFromStep: 3), leaseSeconds: 30, now: StoreFixture.noon)
    }
    _ = try fixture.end(
      first,
      AttemptEnd(outcome: .lost, next: .queued, reason: "gone", exitCode: 1, signal: 9))
    _ = try fixture.claim("w2")
    _ = try fixture.makeJob { $0.notBefore = StoreFixture.noon.addingTimeInterval(60) }
    let parent = try fixture.makeJob { $0.experiment = "other" }
    _ = try fixture.makeJob { $0.after = [parent.id] }
    let canceled = try fixture.makeJob()
    try fixture.store.write {
      try $0.cancel(job: canceled.id, reason: nil, grace: 1, now: StoreFixture.noon)
    }
    var spec = try JobSpec.defaults(dataset: .fashionMNIST, model: .resnet8)
    spec.priority = 1
    let new = NewJob(spec: spec)
    try fixture.store.write { transaction in
      for _ in 0..<300 { _ = try transaction.create(job: new, now: StoreFixture.noon) }
    }
  }

  @Test func aListIsWrittenAsTheEncoderWritesItsJobs() throws {
    try fill()
    let ids = try fixture.sql("SELECT id FROM jobs ORDER BY key DESC").map { $0["id"] as String }
    let jobs = try fixture.store.read { snapshot in try ids.map { try snapshot.job(id: $0) } }
    let whole = try fixture.store.read { snapshot in
      try snapshot.jobs(JobQuery(page: PageRequest(limit: 1000)))
    }
    #expect(whole.nextCursor == nil)
    #expect(try Data(whole.json) == JSONCoding.encoder().encode(Page(items: jobs)))

    let first = try fixture.store.read { snapshot in
      try snapshot.jobs(JobQuery(page: PageRequest(limit: 2)))
    }
    let cursor = try #require(first.nextCursor)
    #expect(
      try Data(first.json)
        == JSONCoding.encoder().encode(Page(items: Array(jobs[..<2]), nextCursor: cursor)))
    let rest = PageRequest(limit: 1000, cursor: try PageCursor(cursor))
    #expect(try fixture.jobs(JobQuery(page: rest)).items == Array(jobs[2...]))
  }

  @Test(
    "However many jobs there are, only those of the page are read",
    arguments: [
      JobQuery(), JobQuery(state: .succeeded), JobQuery(experiment: "e"), JobQuery(study: "s"),
      JobQuery(state: .succeeded, experiment: "e"),
    ], [nil, PageCursor(.jobs, key: 7)])
  func sortsNothing(query: JobQuery, cursor: PageCursor?) throws {
    var query = query
    query.page.cursor = cursor
    let sql = Snapshot.listing(query)
    let values = StatementArguments(Array(repeating: 0, count: sql.count { $0 == "?" }))
    let plan = try fixture.sql("EXPLAIN QUERY PLAN \(sql)", values).map { $0["detail"] as String }
    #expect(plan.contains { $0.contains("SEARCH") })
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }
}
