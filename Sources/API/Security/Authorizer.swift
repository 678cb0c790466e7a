import Experiments
package import HTTP
import HTTPTypes
import Store

/// The one choke point: decides about every request before its handler and before its body.
///
/// What the route table does not open to a role is closed. A service with a token asks for one on
/// every address; one without is open to the programs of its machine, and a browser is such a
/// program: it must not lend its reach to a page from elsewhere, so names and origins are checked
/// always.
package struct Authorizer: Sendable {
  private let hosts: HostPolicy
  private let book: TokenBook
  private let isOpenWithoutTokens: Bool

  package init(_ configuration: ServiceConfiguration, book: TokenBook) {
    hosts = HostPolicy(names: configuration.allNames)
    self.book = book
    isOpenWithoutTokens = !configuration.isExposed
  }

  /// Lets a request pass, and notes who asks; else throws the refusal.
  ///
  /// - Parameter route: nil if the table has no row of this path and method.
  package func admit(_ request: inout Request, to route: Route?) throws {
    guard hosts.allows(request) else {
      throw HTTPError(
        .misdirectedRequest,
        "\"\(request.host)\" is not a name of this service; `staircase serve --name` adds one.")
    }
    guard OriginPolicy.allows(request) else {
      throw HTTPError(
        .forbidden,
        """
        A page from elsewhere may not write here: it is of \(request.headers[.origin] ?? "no origin"), \
        and this was asked as \(request.host). A proxy must pass Host with its port.
        """)
    }
    request.principal = try principal(of: request, for: Self.access(to: route))
  }

  /// The refusal of one who was let in, if they would not be now: a token may have been revoked
  /// since, or a session have ended. While tokens cannot be read nobody is put out.
  func refusal(of access: Access, to request: Request) -> HTTPError? {
    do {
      _ = try principal(of: request, for: access)
      return nil
    } catch {
      return error as? HTTPError
    }
  }

  /// The name of the token that a request shows; nil where none is asked for. Throws the refusal.
  private func principal(of request: Request, for access: Access) throws -> String? {
    if access == .anyone { return nil }
    if isOpenWithoutTokens, try book.isEmpty { return nil }
    guard let secret = TokenBook.secret(of: request) else { throw Self.unauthorized }
    guard let token = try book.credential(of: secret)?.token else { throw Self.invalidToken }
    guard access.roles.contains(token.role) else { throw Self.forbidden(token.role, access) }
    return token.name
  }

  /// A row that names nobody is for administrators, and what has no row is nobody's secret.
  private static func access(to route: Route?) -> Access {
    guard let route else { return .read }
    return route.metadata as? Access ?? .admin
  }

  private static let unauthorized = HTTPError(
    .unauthorized,
    """
    This needs a token: send it as "Authorization: Bearer TOKEN", or to the program by --token or \
    $STAIRCASE_TOKEN. `staircase token create` makes one.
    """,
    headers: [.wwwAuthenticate: "Bearer realm=\"staircase\""])

  /// RFC 6750 3.1.
  static let invalidToken = HTTPError(
    .unauthorized, "This token is unknown here, or was revoked, or the session has ended.",
    headers: [.wwwAuthenticate: "Bearer realm=\"staircase\", error=\"invalid_token\""])

  private static func forbidden(_ role: Role, _ access: Access) -> HTTPError {
    let roles = access.roles.map(\.rawValue)
    let scope = roles.joined(separator: " ")
    return HTTPError(
      .forbidden,
      "This needs a token of role \(roles.joined(separator: " or ")); yours is \(role.rawValue).",
      headers: [
        .wwwAuthenticate:
          "Bearer realm=\"staircase\", error=\"insufficient_scope\", scope=\"\(scope)\""
      ])
  }
}
