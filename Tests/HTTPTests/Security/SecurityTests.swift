import HTTPTypes
import Testing

import HTTP

/// Tokens, cookies, hosts and origins.
@Suite struct SecurityTests {
  private func request(
    _ headers: HTTPFields, _ method: HTTPRequest.Method = .post, host: String = "localhost:8080"
  ) -> Request {
    Request(method: method, path: "/", headers: headers, host: host)
  }

  @Test func comparesWholeSecrets() {
    #expect(ConstantTime.equal([1, 2, 3], [1, 2, 3]))
    #expect(!ConstantTime.equal([1, 2, 3], [1, 2, 4]))
    #expect(!ConstantTime.equal([1, 2, 3], [1, 2]))
    #expect(ConstantTime.equal([], []))
  }

  @Test func readsBearerTokens() {
    #expect(request([.authorization: "Bearer abc"]).bearerToken == "abc")
    #expect(request([.authorization: "bearer  abc"]).bearerToken == "abc")
    for value in ["Basic abc", "Bearer", "Bearer a b", "", "abc"] {
      #expect(request([.authorization: value]).bearerToken == nil)
    }
    #expect(request([:]).bearerToken == nil)
  }

  @Test func readsCookies() {
    let request = request([.cookie: "a=1; session=x=y;b=\"2\"; empty="])
    #expect(request.cookie("a") == "1")
    #expect(request.cookie("session") == "x=y")
    #expect(request.cookie("b") == "2")
    #expect(request.cookie("empty") == "")
    #expect(request.cookie("sess") == nil)
    #expect(request.cookie("A") == nil)
  }

  @Test func writesCookies() {
    let cookie = SessionCookie(name: "s", value: "v", lifetime: .seconds(60), isSecure: true)
    #expect(cookie.field == "s=v; Path=/; HttpOnly; SameSite=Strict; Max-Age=60; Secure")
  }

  @Test(arguments: [
    "localhost", "localhost:8080", "127.0.0.1:1", "[::1]", "[::1]:80", "box:1", "", "192.0.2.7:80",
    "[2001:db8::7]",
  ])
  func answersToItsNames(_ host: String) {
    #expect(HostPolicy(names: ["Box"]).allows(request([:], host: host)))
  }

  @Test(arguments: [
    "evil.example", "localhost.evil.example", "127.0.0.2.evil.example", "0x7f.1", "2130706433",
    "[::1].evil.example", "box.example",
  ])
  func answersToNoOther(_ host: String) {
    #expect(!HostPolicy(names: ["box"]).allows(request([:], host: host)))
  }

  @Test func refusesWritesOfOtherSites() throws {
    let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
    #expect(OriginPolicy.allows(request([:])))
    #expect(OriginPolicy.allows(request([.origin: "http://localhost:8080"])))
    #expect(OriginPolicy.allows(request([site: "same-origin"])))
    #expect(OriginPolicy.allows(request([site: "none"])))
    #expect(OriginPolicy.allows(request([.origin: "http://evil.example"], .get)))
    #expect(!OriginPolicy.allows(request([.origin: "http://evil.example"])))
    #expect(!OriginPolicy.allows(request([.origin: "null"])))
    #expect(!OriginPolicy.allows(request([.origin: "http://localhost:9090"])))
    #expect(!OriginPolicy.allows(request([site: "cross-site"])))
    #expect(!OriginPolicy.allows(request([site: "same-site"])))
  }

  @Test func trustsAProxyWhenTold() throws {
    let address = try #require(HTTPField.Name("X-Forwarded-For"))
    let scheme = try #require(HTTPField.Name("X-Forwarded-Proto"))
    let host = try #require(HTTPField.Name("X-Forwarded-Host"))
    var request = request([address: "6.6.6.6, 10.0.0.1", scheme: "HTTPS", host: "Site.example"])
    ForwardedFields.apply(to: &request)
    #expect(request.remoteAddress == "10.0.0.1")
    #expect(request.isSecure)
    #expect(request.host == "site.example")
  }
}
