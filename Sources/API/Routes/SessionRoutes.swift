import Experiments
import Foundation
import HTTP
import HTTPTypes
import Store

/// Who asks, and how a browser logs in: it shows a token once, and then sends a cookie that scripts
/// cannot read and that other sites cannot make it send.
struct SessionRoutes: Sendable {
  let book: TokenBook
  let store: Store
  let clock: @Sendable () -> Date

  /// So long a browser stays logged in.
  private static let lifetime = Duration.seconds(7 * 24 * 3600)

  func show(_ request: Request) throws -> Response {
    let credential = try TokenBook.secret(of: request).flatMap { try book.credential(of: $0) }
    let isOpen = try credential == nil && book.isEmpty
    return try .json(
      Session(
        role: credential?.token.role ?? .admin, name: credential?.token.name, needsToken: !isOpen,
        expiresAt: credential?.expiresAt),
      headers: [.cacheControl: "no-store"])
  }

  func begin(_ request: Request) throws -> Response {
    let login = try LoginRequest(json: Data(request.body))
    // A session cannot prolong itself, and the service's own workers need none.
    guard let credential = try book.credential(of: login.token), credential.expiresAt == nil,
      credential.token.id > 0
    else { throw Authorizer.invalidToken }
    let (token, now) = (credential.token, clock())
    let end = now.addingTimeInterval(TimeInterval(Self.lifetime.components.seconds))
    let secret = TokenSecret.make()
    try store.write {
      try $0.createSession(
        digest: TokenSecret.digest(secret), token: token.id, expiresAt: end, now: now)
    }
    return try .json(
      Session(role: token.role, name: token.name, needsToken: true, expiresAt: end),
      headers: [
        .setCookie: cookie(secret, Self.lifetime, request), .cacheControl: "no-store",
      ])
  }

  /// Logs out; also one who is not logged in.
  func end(_ request: Request) throws -> Response {
    if let secret = request.cookie(TokenBook.cookie) {
      try store.write { try $0.endSession(digest: TokenSecret.digest(secret)) }
    }
    var response = Response.noContent
    response.headers[.setCookie] = cookie("", .zero, request)
    return response
  }

  private func cookie(_ value: String, _ lifetime: Duration, _ request: Request) -> String {
    SessionCookie(
      name: TokenBook.cookie, value: value, lifetime: lifetime, isSecure: request.isSecure
    ).field
  }
}
