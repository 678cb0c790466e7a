import Foundation
import Glibc

/// What the environment says of proxies, to libcurl below Foundation.
enum ProxyEnvironment {
  /// Keeps requests to this machine from `$http_proxy` and its like: for a proxy elsewhere
  /// 127.0.0.1 is a machine of its own.
  static func exemptLoopback() {
    let environment = ProcessInfo.processInfo.environment
    let exempt = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    // That alone stands for every host.
    if exempt == "*" { return }
    setenv("no_proxy", "localhost,127.0.0.1,::1,\(exempt)", 1)
  }
}
