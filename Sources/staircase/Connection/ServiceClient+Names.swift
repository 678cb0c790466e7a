import Client
import Experiments

// What people call jobs, runs and studies: their ids, the id of one where the other is meant, or
// the beginning of an id that no other begins with.
extension ServiceClient {
  /// The id of the job that `name` is the id of, or that makes the run of this id.
  func jobID(_ name: String) async throws -> String {
    let isRun = Identifier.Kind.run.matches(name)
    guard isRun || Self.isBeginning(name) else { return name }
    // A job is shown also when its run is deleted.
    let found = try await runs(beginning: name) + runs(beginning: name, isDeleted: true)
    let jobs = found.filter { $0.jobId != nil }
    if isRun, jobs.isEmpty {
      _ = try await run(name)
      throw CommandError(description: "Run \(name) was made by no job.")
    }
    return try only(name, "jobs", of: jobs)?.jobId ?? name
  }

  /// The run of this id, or the one that the job of this id makes.
  func run(named name: String) async throws -> Run {
    if Self.isBeginning(name),
      let found = try await only(name, "runs", of: runs(beginning: name))
    {
      return found
    }
    return try await run(of: name)
  }

  /// The id of the deleted run that `name` is the id of, or that of its job, or their beginning.
  func deletedRunID(_ name: String) async throws -> String {
    guard Self.isBeginning(name) || Identifier.Kind.job.matches(name) else { return name }
    let found = try await runs(beginning: name, isDeleted: true)
    return try only(name, "deleted runs", of: found)?.id ?? name
  }

  /// The id of the study that `name` is the id of, or its beginning.
  func studyID(_ name: String) async throws -> String {
    guard Self.isBeginning(name) else { return name }
    var found: [Study] = []
    var cursor: String?
    repeat {
      let page = try await studies(limit: 1000, cursor: cursor)
      found += page.items.filter { $0.id.hasPrefix(name) }
      cursor = page.nextCursor
    } while cursor != nil
    return try only(name, "studies", of: found) { "\($0.id) (\($0.name))" }?.id ?? name
  }

  /// Whether it may be the beginning of an id; shorter ones are more likely something else.
  static func isBeginning(_ name: String) -> Bool {
    (4..<Identifier.Kind.run.digits).contains(name.count)
      && !Identifier.Kind.job.matches(name)
      && name.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  /// The runs whose id begins with `name`, or that of their job: asked for by the service's search,
  /// as there may be more runs than anybody wants to read.
  private func runs(beginning name: String, isDeleted: Bool = false) async throws -> [Run] {
    var found: [String: Run] = [:]
    for field in [RunField.Attribute.id, .jobId] {
      let page = try await runs(
        filter: "\(field.rawValue) LIKE '\(name)%'", isDeleted: isDeleted, limit: 1000)
      for run in page.items { found[run.id] = run }
    }
    return Array(found.values)
  }

  private func only(_ name: String, _ kinds: String, of found: [Run]) throws -> Run? {
    try only(name, kinds, of: found) { run in
      let ids = [run.id, run.jobId ?? run.id]
      return "\(ids.first { $0.hasPrefix(name) } ?? run.id) (\(run.name))"
    }
  }

  /// The one that was found, if any. Throws an error that has the titles of all if there are more.
  private func only<Item>(
    _ name: String, _ kinds: String, of found: [Item], title: (Item) -> String
  ) throws -> Item? {
    if found.count > 1 { throw CommandError.severalBegin(with: name, kinds, found.map(title)) }
    return found.first
  }
}
