/// Which names the server answers to. A page of another site can let its own name point to this machine (DNS
/// rebinding); then its requests carry that name.
package struct HostPolicy: Sendable {
  private let names: Set<String>

  /// Answers to the loopback's names and to `names`, each with any port.
  package init(names: [String] = []) {
    self.names = Set(["localhost", "127.0.0.1", "[::1]"] + names.map { $0.lowercased() })
  }

  /// True if the request's host is one of the names. None at all is what an HTTP/1.0 client sends; no browser
  /// does.
  package func allows(_ request: Request) -> Bool {
    request.host.isEmpty || names.contains(Self.name(of: request.host))
  }

  /// The host without its port.
  static func name(of host: String) -> String {
    guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") else { return host }
    return String(host[..<colon])
  }
}
