import HTTPTypes
import Glibc
import Synchronization

/// A folder whose files are served: right types, strong tags, ranges, gzip where it helps.
package final class StaticFiles: Sendable {
  private struct Entry {
    var file: OpenFile
    /// Looked at again after a second, so that an edited file shows.
    var checked: Int64
    /// The content compressed; `nil` if that gains nothing.
    var compressed: [UInt8]?
  }

  /// A larger file is sent as it is: compressing would hold the loop, and the cache memory.
  private static let compressionLimit: Int64 = 512 << 10
  private static let cacheLimit = 512
  private static let freshFor: Int64 = 1_000_000_000

  /// Browsers ask again each time, and get 304.
  private static let fields: HTTPFields = [.cacheControl: "no-cache"]

  private let root: String
  private let cache = Mutex<[String: Entry]>([:])

  /// Serves the files below `root`; `nil` if it is no folder.
  package init?(root: String) {
    guard let real = realpath(root, nil) else { return nil }
    defer { free(real) }
    self.root = String(cString: real)
    var status = stat()
    guard stat(self.root, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
  }

  /// The file of a checked path without leading slash; a folder's is its `index.html`. Throws 404.
  package func response(to request: Request, path: String) throws -> Response {
    let name = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
    guard let entry = try entry(name) else {
      throw HTTPError(.notFound, "There is no such file.")
    }
    let type = ContentType.of(fileName: name)
    var fields = Self.fields
    if ContentType.isCompressible(type) {
      fields[.vary] = "Accept-Encoding"
      if let compressed = entry.compressed, request.headers[.range] == nil,
        request.headers[.acceptEncoding].map(AcceptEncoding.allowsGzip) ?? false
      {
        return try compressedResponse(entry.file, compressed, type, fields, request)
      }
    }
    return try .file(entry.file, type: type, fields: fields, for: request)
  }

  private func compressedResponse(
    _ file: OpenFile, _ bytes: [UInt8], _ type: String, _ fields: HTTPFields, _ request: Request
  ) throws -> Response {
    let tag = EntityTags.compressed(file.entityTag)
    var headers = fields
    headers[.eTag] = tag
    headers[.lastModified] = file.lastModified
    if let answer = try Precondition.answer(
      to: request, tag: tag, modified: file.modified / 1_000_000_000, headers)
    {
      return answer
    }
    headers[.contentType] = type
    headers[.contentEncoding] = "gzip"
    return Response(headers: headers, body: .bytes(bytes))
  }

  private func entry(_ name: String) throws -> Entry? {
    let now = Clock.monotonic()
    let known = cache.withLock { $0[name] }
    if let known, now - known.checked < Self.freshFor { return known }
    guard let file = try OpenFile(below: root, path: name) else {
      cache.withLock { _ = $0.removeValue(forKey: name) }
      return nil
    }
    var entry = Entry(file: file, checked: now)
    if let known, known.file.isSameVersion(as: file) {
      entry.compressed = known.compressed
    } else if file.size >= ResponseFinisher.smallest, file.size <= Self.compressionLimit,
      ContentType.isCompressible(ContentType.of(fileName: name))
    {
      entry.compressed = file.contents().flatMap { Gzip.compress($0, level: 6) }
    }
    cache.withLock { [entry] in
      if $0.count >= Self.cacheLimit { $0.removeAll() }
      $0[name] = entry
    }
    return entry
  }
}

extension Router {
  /// Serves files below `prefix` (`/` for all that no other route has). The handlers run in the
  /// event loop: what they touch is in memory but for the first time.
  package mutating func onFiles(
    _ prefix: String, _ files: StaticFiles, metadata: (any Sendable)? = nil
  ) {
    let start = prefix == "/" ? "" : prefix
    on(.get, prefix, .inline, metadata: metadata, bodyLimit: 0) {
      try files.response(to: $0, path: "")
    }
    on(.get, start + "/{path...}", .inline, metadata: metadata, bodyLimit: 0) {
      try files.response(to: $0, path: $0.pathParameters["path"])
    }
  }
}
