import Experiments
import Foundation
import GRDB
import Store
import Testing

/// Tokens and sessions in the database.
@Suite struct TokenRecordTests {
  private let fixture: StoreFixture
  private var store: Store { fixture.store }

  init() throws {
    fixture = try StoreFixture()
  }

  private func make(_ role: Role, secret: String = TokenSecret.make()) throws -> Token {
    let digest = TokenSecret.digest(secret)
    return try store.write {
      try $0.createToken(name: "for \(role)", role: role, digest: digest, now: StoreFixture.noon)
    }
  }

  @Test func secretsAreLongAndNeverTheSame() {
    let secrets = (0..<100).map { _ in TokenSecret.make() }
    #expect(Set(secrets).count == 100)
    for secret in secrets {
      #expect(secret.wholeMatch(of: /stc_[A-Za-z0-9_-]{43}/) != nil, "\(secret)")
    }
  }

  @Test func keepsNoSecret() throws {
    let secret = TokenSecret.make()
    _ = try make(.write, secret: secret)
    try store.close()
    for file in try FileManager.default.contentsOfDirectory(
      at: fixture.folder, includingPropertiesForKeys: nil)
    {
      #expect(try Data(contentsOf: file).range(of: Data(secret.utf8)) == nil, "\(file)")
    }
  }

  @Test func listsAndRevokes() throws {
    let first = try make(.read)
    let second = try make(.admin)
    #expect(try store.read { try $0.tokens() } == [first, second])
    try store.write { try $0.revokeToken(id: first.id) }
    #expect(try store.read { try $0.tokens() } == [second])
    #expect(throws: StoreError.notFound(kind: "token", id: "\(first.id)")) {
      try store.write { try $0.revokeToken(id: first.id) }
    }
    // The number of a token that was revoked is not another's later.
    try store.write { try $0.revokeToken(id: second.id) }
    #expect(try make(.read).id > second.id)
  }

  @Test func refusesWhatIsNoToken() {
    for (name, role, digest) in [
      ("", "read", "zeroblob(32)"), ("a", "root", "zeroblob(32)"), ("a", "read", "zeroblob(31)"),
    ] {
      #expect(throws: (any Error).self) {
        try fixture.sql(
          "INSERT INTO tokens (name, role, digest, created_at) VALUES (?, ?, \(digest), 0)",
          [name, role])
      }
    }
  }

  @Test func readsWhatAnyProcessWrote() throws {
    let reader = try CredentialReader(path: fixture.file)
    let start = try #require(try reader.credentials(unlessStill: nil))
    #expect(start.credentials == [])
    #expect(try reader.credentials(unlessStill: start.version) == nil)

    let token = try make(.write, secret: "one")
    let then = try #require(try reader.credentials(unlessStill: start.version))
    #expect(then.credentials == [Credential(digest: TokenSecret.digest("one"), token: token)])

    try fixture.sql("DELETE FROM tokens")
    #expect(try reader.credentials(unlessStill: then.version)?.credentials == [])
  }

  @Test func sessionsEndWithTheirTokenAndInTime() throws {
    let reader = try CredentialReader(path: fixture.file)
    let token = try make(.read, secret: "one")
    let noon = StoreFixture.noon
    func begin(_ secret: String, seconds: Double, now: Date = noon) throws {
      let digest = TokenSecret.digest(secret)
      try store.write {
        try $0.createSession(
          digest: digest, token: token.id, expiresAt: now.addingTimeInterval(seconds), now: now)
      }
    }
    func sessions() throws -> [[UInt8]] {
      try reader.credentials(unlessStill: nil)?.credentials
        .filter { $0.expiresAt != nil }.map(\.digest) ?? []
    }
    try begin("short", seconds: 10)
    try begin("long", seconds: 100)
    #expect(try Set(sessions()) == [TokenSecret.digest("short"), TokenSecret.digest("long")])
    try begin("late", seconds: 10, now: noon.addingTimeInterval(50))
    #expect(try Set(sessions()) == [TokenSecret.digest("long"), TokenSecret.digest("late")])
    try store.write { try $0.endSession(digest: TokenSecret.digest("late")) }
    #expect(try sessions() == [TokenSecret.digest("long")])
    try store.write { try $0.revokeToken(id: token.id) }
    #expect(try sessions() == [])
  }

  @Test func theWorkersSecretStaysWithTheFolder() throws {
    let place = fixture.folder.appending(path: "data")
    let secret = try DataFolder(place).workerSecret()
    #expect(secret.hasPrefix(TokenSecret.prefix))
    #expect(try DataFolder(place).workerSecret() == secret)
    let file = place.appending(path: "worker-token")
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }
}
