/// The weights that training starts from.
package enum StartSpec: Hashable, Sendable {
  /// He initialisation from the job's seed.
  case random
  /// The final weights of another job, which must have succeeded first.
  case job(id: String)
  /// The final weights of a run.
  case run(id: String)
  /// A checkpoint on the worker's machine.
  case file(path: String)

  private enum Source: String, Codable, CaseIterable {
    case random, job, run, file
  }

  init(_ reader: FieldReader) {
    switch reader.choice("from", default: Source.random) {
    case .random:
      self = .random
    case .job:
      let id = reader.text("id", example: "0123456789abcdef")
      if !id.isEmpty, !Identifier.isJob(id) {
        reader.report("id", "\"\(id)\" is not a job id: 16 hexadecimal digits")
      }
      self = .job(id: id)
    case .run:
      let id = reader.text("id", example: "0123456789abcdef0123456789abcdef")
      if !id.isEmpty, !Identifier.isRun(id) {
        reader.report("id", "\"\(id)\" is not a run id: 32 hexadecimal digits")
      }
      self = .run(id: id)
    case .file:
      self = .file(path: reader.text("path", maximum: 4096, example: "/data/float.safetensors"))
    }
  }
}

extension StartSpec: Encodable {
  private enum CodingKeys: CodingKey {
    case from, id, path
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .random:
      try container.encode(Source.random, forKey: .from)
    case .job(let id):
      try container.encode(Source.job, forKey: .from)
      try container.encode(id, forKey: .id)
    case .run(let id):
      try container.encode(Source.run, forKey: .from)
      try container.encode(id, forKey: .id)
    case .file(let path):
      try container.encode(Source.file, forKey: .from)
      try container.encode(path, forKey: .path)
    }
  }
}
