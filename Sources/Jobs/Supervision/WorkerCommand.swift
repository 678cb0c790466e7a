package import Foundation
import Glibc

/// A program that the supervisor runs as worker: what to start and where its output goes.
package struct WorkerCommand: Sendable {
  package var executable: String
  /// `{id}` stands for the worker's id.
  package var arguments: [String]
  /// Added to this process' environment.
  package var environment: [String: String]
  /// The folder of `<worker id>.log`, which takes the worker's output, and of `<worker id>.work`.
  package var logs: URL

  package init(
    executable: String, arguments: [String], environment: [String: String] = [:], logs: URL
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.logs = logs
  }

  /// Where a worker keeps the files of its job, to be removed when it has ended.
  func work(of id: String) -> URL { logs.appending(path: "\(id).work") }

  func log(of id: String) -> URL { logs.appending(path: "\(id).log") }

  /// Removes the logs of the place's earlier workers, but for the newest ones.
  func tidy(place: String, keeping count: Int) {
    let manager = FileManager.default
    let dated = ((try? manager.contentsOfDirectory(atPath: logs.path)) ?? [])
      .filter { $0.hasPrefix(place) && $0.hasSuffix(".log") }
      .map { name in
        let path = logs.appending(path: name).path
        let date = (try? manager.attributesOfItem(atPath: path))?[.modificationDate] as? Date
        return (path: path, date: date ?? .distantPast)
      }
    for old in dated.sorted(by: { $0.date > $1.date }).dropFirst(count) {
      try? manager.removeItem(atPath: old.path)
    }
  }

  /// Removes the folders that workers of an earlier service left behind: those that no worker
  /// holds.
  func removeAbandonedWork() {
    let manager = FileManager.default
    for name in (try? manager.contentsOfDirectory(atPath: logs.path)) ?? []
    where name.hasSuffix(".work") {
      let path = logs.appending(path: name).path
      let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard folder >= 0 else { continue }
      defer { close(folder) }
      if flock(folder, LOCK_EX | LOCK_NB) == 0 { try? manager.removeItem(atPath: path) }
    }
  }

  /// The last line that a worker wrote, cut off after 500 characters; nil if it wrote nothing.
  func lastWords(of id: String) -> String? {
    guard let handle = try? FileHandle(forReadingFrom: log(of: id)),
      let end = try? handle.seekToEnd()
    else { return nil }
    defer { try? handle.close() }
    try? handle.seek(toOffset: end > 4096 ? end - 4096 : 0)
    guard let bytes = try? handle.readToEnd() else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").last
      .map { String($0.prefix(500)) }
  }
}
