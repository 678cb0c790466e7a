/// Media types of file names, and which of them shrink.
package enum ContentType {
  private static let types: [String: String] = [
    "css": "text/css; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "gif": "image/gif", "gz": "application/gzip", "htm": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8", "ico": "image/x-icon", "jpeg": "image/jpeg",
    "jpg": "image/jpeg", "js": "text/javascript; charset=utf-8",
    "json": "application/json", "log": "text/plain; charset=utf-8", "map": "application/json",
    "md": "text/markdown; charset=utf-8", "mjs": "text/javascript; charset=utf-8",
    "ndjson": "application/x-ndjson", "pdf": "application/pdf", "png": "image/png",
    "safetensors": "application/octet-stream", "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8", "wasm": "application/wasm", "webp": "image/webp",
    "woff": "font/woff", "woff2": "font/woff2", "xml": "application/xml",
    "yaml": "application/yaml", "yml": "application/yaml", "zip": "application/zip",
  ]

  /// The type of a file by its name's last part; `application/octet-stream` if unknown.
  package static func of(fileName: String) -> String {
    guard let dot = fileName.utf8.lastIndex(of: UInt8(ascii: ".")) else {
      return "application/octet-stream"
    }
    let end = fileName[fileName.utf8.index(after: dot)...].lowercased()
    return types[end] ?? "application/octet-stream"
  }

  /// True for text of any kind. An event stream is left alone: compressing would hold events back.
  static func isCompressible(_ type: String) -> Bool {
    let name = type.prefix { $0 != ";" }.lowercased()
    if name == "text/event-stream" { return false }
    return name.hasPrefix("text/") || name.hasSuffix("+json") || name.hasSuffix("+xml")
      || [
        "application/json", "application/x-ndjson", "application/xml", "application/javascript",
        "application/wasm", "application/yaml",
      ].contains(name)
  }
}
