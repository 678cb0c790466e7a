import HTTPTypes
import Testing

import HTTP

/// Codings and entity tags.
@Suite struct NegotiationTests {
  @Test(arguments: [
    "gzip", "GZIP", "deflate, gzip;q=0.5", "x-gzip", "*", "br;q=1.0, gzip;q=0.8, *;q=0.1",
    "gzip ; q=1", "identity;q=0, *",
  ])
  func allowsGzip(_ value: String) {
    #expect(AcceptEncoding.allowsGzip(value))
  }

  @Test(arguments: [
    "", "br", "gzip;q=0", "gzip;q=0.0", "*;q=0", "gzip;q=0, *", "identity", "gzipped", ",", ";q=1",
    "gzip;q=x",
  ])
  func forbidsGzip(_ value: String) {
    #expect(!AcceptEncoding.allowsGzip(value))
  }

  @Test func comparesTags() {
    #expect(EntityTags.matchesWeakly("\"a\"", "\"a\""))
    #expect(EntityTags.matchesWeakly("W/\"a\"", "\"a\""))
    #expect(EntityTags.matchesWeakly("\"b\", W/\"a\"", "W/\"a\""))
    #expect(EntityTags.matchesWeakly("\"b,c\" , \"a\"", "\"a\""))
    #expect(EntityTags.matchesWeakly("*", "\"a\""))
    #expect(!EntityTags.matchesWeakly("\"b\"", "\"a\""))
    #expect(!EntityTags.matchesWeakly("a", "\"a\""))
    #expect(!EntityTags.matchesWeakly("\"a", "\"a\""))
    #expect(!EntityTags.matchesWeakly("", "\"a\""))
    #expect(EntityTags.matchesStrongly("\"a\"", "\"a\""))
    #expect(EntityTags.matchesStrongly("\"b\", \"a-gz\"", "\"a\""))
    #expect(EntityTags.matchesWeakly("W/\"a-gz\"", "\"a\""))
    #expect(!EntityTags.matchesStrongly("\"b-gz\"", "\"a\""))
    #expect(!EntityTags.matchesStrongly("W/\"a\"", "W/\"a\""))
    #expect(!EntityTags.matchesStrongly("W/\"a\"", "\"a\""))
  }

  private func request(_ headers: HTTPFields) -> Request {
    Request(method: .get, path: "/", headers: headers)
  }

  @Test func compressesWhatShrinks() throws {
    let bytes = [UInt8](repeating: 65, count: 5_000)
    var response = Response(type: "application/json", bytes: bytes)
    response.headers[.eTag] = "\"v1\""
    let finished = ResponseFinisher(request([.acceptEncoding: "gzip"])).finish(response)
    #expect(finished.headers[.contentEncoding] == "gzip")
    #expect(finished.headers[.eTag] == "\"v1-gz\"")
    guard case .bytes(let compressed) = finished.body else {
      Issue.record("not bytes")
      return
    }
    #expect(try Gunzip.expand(compressed, limit: 5_000) == bytes)
  }

  @Test func leavesAloneWhatDoesNotShrink() {
    let finisher = ResponseFinisher(request([.acceptEncoding: "gzip"]))
    let large = [UInt8](repeating: 65, count: 5_000)
    let small = [UInt8](repeating: 65, count: 500)
    let noise = (0..<5_000).map { _ in UInt8.random(in: 0...255) }
    for response in [
      Response(type: "image/png", bytes: large), Response(type: "application/json", bytes: small),
      Response(type: "application/json", bytes: noise),
    ] {
      #expect(finisher.finish(response).headers[.contentEncoding] == nil)
    }
  }

  @Test func answers304ForTaggedAnswers() {
    var response = Response(type: "application/json", bytes: Array("{}".utf8))
    response.headers[.eTag] = "\"v1\""
    let same = ResponseFinisher(request([.ifNoneMatch: "W/\"v1\""])).finish(response)
    #expect(same.status == .notModified)
    let other = ResponseFinisher(request([.ifNoneMatch: "\"v2\""])).finish(response)
    #expect(other.status == .ok)
  }

  @Test func a304EndsTheStreamThatItStandsFor() {
    let stream = BodyStream { [1] }
    let response = Response(headers: [.eTag: "\"v1\""], body: .stream(stream))
    let known = ResponseFinisher(request([.ifNoneMatch: "\"v1\""])).finish(response)
    #expect(known.status == .notModified)
    #expect(stream.isClosed)
  }

  @Test(arguments: [[:], [.acceptEncoding: "gzip"]] as [HTTPFields])
  func a304GuidesCachesAsThe200Does(_ fields: HTTPFields) throws {
    var response = Response(type: "application/json", bytes: [UInt8](repeating: 65, count: 5_000))
    response.headers[.eTag] = "\"v1\""
    response.headers[.vary] = "Accept"
    let whole = ResponseFinisher(request(fields)).finish(response)
    var again = fields
    again[.ifNoneMatch] = whole.headers[.eTag]
    let known = ResponseFinisher(request(again)).finish(response)
    #expect(known.status == .notModified)
    #expect(known.headers[.eTag] == whole.headers[.eTag])
    #expect(known.headers[.vary] == "Accept, Accept-Encoding")
    #expect(whole.headers[.vary] == known.headers[.vary])
  }
}
