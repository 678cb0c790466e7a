package import HTTP
import HTTPTypes

/// The one choke point: decides about every request before its handler and before its body.
///
/// On loopback the service is open to the programs of this machine, and a browser on this machine
/// is such a program: it must not lend its reach to a page from elsewhere.
package struct Authorizer: Sendable {
  private let hosts: HostPolicy

  /// - Parameter names: the names under which the service may be asked, beside the loopback's.
  package init(names: [String]) {
    hosts = HostPolicy(names: names)
  }

  /// Why a request is refused; nil lets it pass.
  package func refusal(of request: Request) -> HTTPError? {
    if !hosts.allows(request) {
      return HTTPError(
        .misdirectedRequest, "\"\(request.host)\" is not a name of this service; ask localhost.")
    }
    if !OriginPolicy.allows(request) {
      return HTTPError(.forbidden, "A page from elsewhere may not write here.")
    }
    return nil
  }
}
