/// The weights that training starts from.
package enum StartSpec: Hashable, Sendable {
  /// He initialisation from the job's seed.
  case random
  /// The final weights of another job, which must have succeeded first.
  case job(id: String)
  /// The final weights of a run.
  case run(id: String)
  /// A checkpoint, or a PyTorch network's state in safetensors, on the worker's machine.
  case file(path: String)

  private enum Source: String, Codable, CaseIterable {
    case random, job, run, file
  }

  init(_ reader: FieldReader) {
    self = reader.variants("from", default: Source.random, about: "Where they come from.") {
      source, reader in
      switch source {
      case .random: .random
      case .job:
        .job(
          id: reader.id(
            "id", of: .job, about: "The job whose final weights they are; it comes first."))
      case .run: .run(id: reader.id("id", of: .run, about: "The run whose final weights they are."))
      case .file:
        .file(
          path: reader.text(
            "path", maximum: 4096, example: "/data/float.safetensors",
            about: "On the worker: a checkpoint, or a PyTorch network's state in safetensors."))
      }
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
