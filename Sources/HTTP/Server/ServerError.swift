/// Why a server could not start.
package enum ServerError: Error, Equatable, CustomStringConvertible {
  /// A call of the operating system failed.
  case system(call: String, errno: Int32)
  /// The host is no numeric address and not `localhost`.
  case badHost(String)

  package var description: String {
    switch self {
    case .system(let call, let number): "\(call): errno \(number)"
    case .badHost(let host): "\(host) is no numeric IPv4 or IPv6 address"
    }
  }
}
