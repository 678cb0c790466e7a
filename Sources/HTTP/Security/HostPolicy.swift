import Glibc

/// Which names the server answers to. A page of another site can let its own name point to this
/// machine (DNS rebinding); then its requests carry that name.
package struct HostPolicy: Sendable {
  private let names: Set<String>

  /// Answers to the loopback's names and to `names`, each with any port.
  package init(names: [String] = []) {
    self.names = Set(["localhost", "127.0.0.1", "[::1]"] + names.map { $0.lowercased() })
  }

  /// True if the request's host is one of the names, or an address: that is what a person or a page
  /// asked for, since only names can be made to point elsewhere. None at all is what an HTTP/1.0
  /// client sends; no browser does.
  package func allows(_ request: Request) -> Bool {
    let name = Self.name(of: request.host)
    return name.isEmpty || names.contains(name) || Self.isAddress(name)
  }

  /// The host without its port.
  static func name(of host: String) -> String {
    guard let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") else { return host }
    return String(host[..<colon])
  }

  private static func isAddress(_ name: String) -> Bool {
    var bytes = in6_addr()
    if name.hasPrefix("["), name.hasSuffix("]") {
      return inet_pton(AF_INET6, String(name.dropFirst().dropLast()), &bytes) == 1
    }
    return inet_pton(AF_INET, name, &bytes) == 1
  }
}
