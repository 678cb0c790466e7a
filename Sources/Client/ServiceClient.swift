package import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Calls the service's REST routes. Connections are kept and shared by all calls.
package struct ServiceClient: Sendable {
  package let server: URL
  let token: String?
  let session: URLSession

  /// Idle time after which a call is given up; longer than any answer but a long poll takes.
  static let patience: TimeInterval = 30

  /// - Parameters:
  ///   - server: such as `http://127.0.0.1:8080`.
  ///   - token: the bearer token, where the service wants one.
  package init(server: URL, token: String? = nil) {
    self.server = server
    self.token = token
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = Self.patience
    configuration.httpMaximumConnectionsPerHost = 8
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    session = URLSession(
      configuration: configuration, delegate: RedirectRefusal(), delegateQueue: nil)
  }
}
