import Client
import Experiments

// What people call jobs, runs and studies: their ids, the id of one where the other is meant, or
// the beginning of an id that no other begins with.
extension ServiceClient {
  /// The id of the job that `name` is the id of, or that makes the run of this id.
  func jobID(_ name: String) async throws -> String {
    if Identifier.Kind.run.matches(name) {
      if let id = try await run(name).jobId { return id }
      throw CommandError(description: "Run \(name) was made by no job.")
    }
    guard Self.isBeginning(name) else { return name }
    return try await only(name, "jobs", of: pages { try await jobs(limit: 1000, cursor: $0) }) {
      [$0.id, $0.runId]
    }?.id ?? name
  }

  /// The run of this id, or the one that the job of this id makes.
  func run(named name: String) async throws -> Run {
    guard Self.isBeginning(name) else { return try await run(of: name) }
    let found = try await only(
      name, "runs", of: pages { try await runs(limit: 1000, cursor: $0) }
    ) { [$0.id] + ($0.jobId.map { [$0] } ?? []) }
    if let found { return found }
    return try await run(of: name)
  }

  /// The id of the deleted run that `name` is the id of, or that of its job, or their beginning.
  func deletedRunID(_ name: String) async throws -> String {
    guard Self.isBeginning(name) || Identifier.isJob(name) else { return name }
    return try await only(
      name, "deleted runs",
      of: pages { try await runs(isDeleted: true, limit: 1000, cursor: $0) }
    ) { [$0.id] + ($0.jobId.map { [$0] } ?? []) }?.id ?? name
  }

  /// The id of the study that `name` is the id of, or its beginning.
  func studyID(_ name: String) async throws -> String {
    guard Self.isBeginning(name) else { return name }
    return try await only(
      name, "studies", of: pages { try await studies(limit: 1000, cursor: $0) }
    ) { [$0.id] }?.id ?? name
  }

  /// Whether it may be the beginning of an id; shorter ones are more likely something else.
  static func isBeginning(_ name: String) -> Bool {
    (4..<Identifier.Kind.run.digits).contains(name.count) && !Identifier.isJob(name)
      && name.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  private func only<Item>(
    _ name: String, _ kinds: String, of items: [Item], ids: (Item) -> [String]
  ) throws -> Item? {
    let found = items.filter { ids($0).contains { $0.hasPrefix(name) } }
    guard found.count < 2 else {
      throw CommandError(
        description: "\(found.count) \(kinds) have an id that begins with \(name).")
    }
    return found.first
  }

  private func pages<Item>(_ page: (String?) async throws -> Page<Item>) async throws -> [Item] {
    var items: [Item] = []
    var cursor: String?
    repeat {
      let next = try await page(cursor)
      items += next.items
      cursor = next.nextCursor
    } while cursor != nil
    return items
  }
}
