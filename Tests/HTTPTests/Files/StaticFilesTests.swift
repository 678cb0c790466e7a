import Foundation
import HTTPTypes
import TestSupport
import Testing

import HTTP

/// A folder of files over a live socket.
@Suite struct StaticFilesTests {
  private let root: TemporaryFolder
  private let server: HTTPServer
  private let script = String(repeating: "let x = 1;\n", count: 1_000)
  private let image = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

  init() throws {
    root = try TemporaryFolder()
    try root.write("<p>index".utf8, as: "public/index.html")
    try root.write(script.utf8, as: "public/js/app.js")
    try root.write(image, as: "public/a b.png")
    try root.write("secret".utf8, as: "secret.txt")
    for (name, target) in [
      ("out.txt", "../secret.txt"), ("up", ".."), ("in.js", "js/app.js"), ("loop", "loop"),
    ] {
      try root.link("public/\(name)", to: target)
    }
    guard let folder = StaticFiles(root: root.file("public").path) else {
      throw HTTPError(.notFound, "")
    }
    server = try TestServer.start { $0.onFiles("/", folder) }
  }

  private func get(_ path: String, _ lines: String..., method: String = "GET") throws -> Reply {
    let client = try RawClient(port: server.port)
    try client.send(
      "\(method) \(path) HTTP/1.1\r\nHost: a\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n")
    return try client.reply(toHead: method == "HEAD")
  }

  @Test func servesFiles() throws {
    let page = try get("/")
    #expect(page.text == "<p>index")
    #expect(page["content-type"] == "text/html; charset=utf-8")
    #expect(page["cache-control"] == "no-cache")
    #expect(try get("/index.html").text == "<p>index")
    let image = try get("/a%20b.png")
    #expect(image.body == self.image)
    #expect(image["content-type"] == "image/png")
    #expect(image["vary"] == nil)
    #expect(image["accept-ranges"] == "bytes")
    #expect(try get("/js/app.js").text == script)
  }

  @Test func answersHead() throws {
    let reply = try get("/a%20b.png", method: "HEAD")
    #expect(reply.status == 200)
    #expect(reply["content-length"] == "70000")
    #expect(reply["etag"] == (try get("/a%20b.png"))["etag"])
  }

  @Test func compressesText() throws {
    let reply = try get("/js/app.js", "Accept-Encoding: br, gzip")
    #expect(reply["content-encoding"] == "gzip")
    #expect(reply["vary"] == "Accept-Encoding")
    #expect(reply.body.count < script.utf8.count / 10)
    #expect(try Gunzip.expand(reply.body, limit: 1 << 20) == Array(script.utf8))
    let plain = try get("/js/app.js", "Accept-Encoding: gzip;q=0")
    #expect(plain["content-encoding"] == nil)
    #expect(plain["vary"] == "Accept-Encoding")
    #expect(plain["etag"] != reply["etag"])
    #expect(try get("/a%20b.png", "Accept-Encoding: gzip")["content-encoding"] == nil)
  }

  @Test(arguments: ["", "Accept-Encoding: gzip"])
  func answers304ForAVersionTheClientHas(_ line: String) throws {
    let accept = line.isEmpty ? "X: y" : line
    let tag = try #require(try get("/js/app.js", accept)["etag"])
    for list in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
      let reply = try get("/js/app.js", accept, "If-None-Match: \(list)")
      #expect(reply.status == 304)
      #expect(reply["etag"] == tag)
      #expect(reply["content-length"] == nil)
    }
    #expect(try get("/js/app.js", accept, "If-None-Match: \"other\"").status == 200)
  }

  @Test func comparesDates() throws {
    let date = try #require(try get("/a%20b.png")["last-modified"])
    #expect(try get("/a%20b.png", "If-Modified-Since: \(date)").status == 304)
    let early = "Sun, 06 Nov 1994 08:49:37 GMT"
    #expect(try get("/a%20b.png", "If-Modified-Since: \(early)").status == 200)
    let unmet = try get("/a%20b.png", "If-Unmodified-Since: \(early)")
    #expect(unmet.status == 412)
    #expect(unmet["content-type"] == "application/problem+json")
    #expect(unmet["last-modified"] == date)
    #expect(try get("/a%20b.png", "If-Modified-Since: yesterday").status == 200)
    // A tag decides before a date (RFC 9110 13.2.2).
    #expect(
      try get("/a%20b.png", "If-None-Match: \"x\"", "If-Modified-Since: \(date)").status == 200)
  }

  @Test func comparesDatesOfTheCompressedForm() throws {
    let gzip = "Accept-Encoding: gzip"
    let date = try #require(try get("/js/app.js", gzip)["last-modified"])
    let reply = try get("/js/app.js", gzip, "If-Modified-Since: \(date)")
    #expect(reply.status == 304)
    #expect(reply["vary"] == "Accept-Encoding")
    let unmet = try get("/js/app.js", gzip, "If-Match: \"x\"")
    #expect(unmet.status == 412)
    #expect(unmet["content-type"] == "application/problem+json")
  }

  @Test func servesRanges() throws {
    let reply = try get("/a%20b.png", "Range: bytes=100-199")
    #expect(reply.status == 206)
    #expect(reply["content-range"] == "bytes 100-199/70000")
    #expect(reply.body == Array(image[100..<200]))
    let last = try get("/a%20b.png", "Range: bytes=-5")
    #expect(last.body == Array(image.suffix(5)))
    let beyond = try get("/a%20b.png", "Range: bytes=70000-")
    #expect(beyond.status == 416)
    #expect(beyond["content-range"] == "bytes */70000")
    #expect(beyond["content-type"] == "application/problem+json")
    #expect(try get("/a%20b.png", "Range: bytes=0-1,5-6").body == image)
  }

  @Test func servesRangesOfTheSameVersionOnly() throws {
    let whole = try get("/a%20b.png")
    let tag = try #require(whole["etag"])
    let date = try #require(whole["last-modified"])
    for value in [tag, date] {
      #expect(try get("/a%20b.png", "Range: bytes=0-0", "If-Range: \(value)").status == 206)
    }
    for value in ["\"other\"", "W/\(tag)", "Sun, 06 Nov 1994 08:49:37 GMT"] {
      #expect(try get("/a%20b.png", "Range: bytes=0-0", "If-Range: \(value)").status == 200)
    }
  }

  @Test(arguments: [
    "/secret.txt", "/out.txt", "/up/secret.txt", "/js", "/js/", "/loop", "/js/app.js/",
    "/js/app.js/x",
    "/nothing", "/A B.png",
  ])
  func servesNothingElse(_ path: String) throws {
    let status = try get(path.replacing(" ", with: "%20")).status
    #expect(status == 404)
  }

  @Test(arguments: [
    "/../secret.txt", "/js/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt",
    "/..%5csecret.txt", "//etc/passwd", "/js//app.js", "/index.html%00.png", "/./index.html",
  ])
  func refusesTricks(_ path: String) throws {
    #expect(try get(path).status == 400)
  }

  @Test func followsLinksInside() throws {
    #expect(try get("/in.js").text == script)
  }
}
