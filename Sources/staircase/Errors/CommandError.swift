import ArgumentParser
import Client
import Store
import Training
import Worker

/// Why a command did not do what it was told, for the person who called it.
struct CommandError: Error, CustomStringConvertible {
  var description: String
  var exitCode = ExitCode.failure
}

extension ExitCode {
  // The codes of sysexits.h, which other programs use too.
  static let noInput = ExitCode(66)
  static let unavailable = ExitCode(69)
  static let cannotCreate = ExitCode(73)
  static let outputFailed = ExitCode(74)
  static let noPermission = ExitCode(77)
  /// That of a program that SIGINT ended.
  static let interrupted = ExitCode(130)
  /// That of a program that SIGPIPE ended.
  static let brokenPipe = ExitCode(141)
}

extension CommandError {
  /// What the file system said, as "PATH: reason".
  init(_ error: FileError) {
    self.init(
      description: error.path.isEmpty ? error.reason : "\(error.path): \(error.reason)",
      exitCode: error.isOfReading ? .noInput : .cannotCreate)
  }

  /// nil for an error that is not of a file.
  init?(file error: any Error) {
    switch error {
    case StoreError.file(let operation, let path, let code):
      self.init(FileError(path: path, code: code, isOfReading: operation == "open"))
    case StoreError.busy(let path):
      self.init(description: "\(path): another program holds the database; try again later")
    case StoreError.damaged(let path, let reason):
      self.init(
        description: """
          \(path): \(reason). `staircase check` tells what is damaged, and `staircase restore` puts \
          a backup in its place
          """, exitCode: .noInput)
    case StoreError.unusable(let path, let reason):
      self.init(description: "\(path): \(reason)", exitCode: .noInput)
    case DataError.unreadable(let path, let reason):
      self.init(description: "\(path): \(reason)", exitCode: .noInput)
    case DataError.unwritable(let path, let code):
      self.init(FileError(path: path, code: code, isOfReading: false))
    case WorkerError.disk(let error):
      self.init(error)
    default:
      guard let error = FileError(error) else { return nil }
      self.init(error)
    }
  }

  /// A folder that is none of a service.
  ///
  /// - Parameter canCreate: whether the command has an option --create.
  static func noDatabase(in folder: String, canCreate: Bool = false) -> CommandError {
    CommandError(
      description: "there is no database in \(folder): name the folder of a service with --data"
        + (canCreate ? ", or make it with --create" : ""),
      exitCode: .noInput)
  }

  /// A name on the command line that the service does not know.
  ///
  /// - Parameter kind: what was named, such as "experiment".
  static func unknown(_ kind: String, _ name: String, known: [String]) -> CommandError {
    CommandError(
      description: "There is no \(kind) \"\(name)\": "
        + (known.isEmpty ? "there is none yet" : "there are \(list(known))"))
  }

  /// The beginning of an id on the command line that is that of several.
  ///
  /// - Parameters:
  ///   - kinds: what was meant, such as "jobs".
  ///   - titles: their ids and names.
  static func severalBegin(with name: String, _ kinds: String, _ titles: [String]) -> CommandError {
    CommandError(
      description:
        "\(titles.count) \(kinds) have an id that begins with \(name): \(list(titles.sorted()))")
  }

  private static func list(_ names: [String]) -> String {
    let most = 10
    let more = names.count > most ? " and \(names.count - most) more" : ""
    return names.prefix(most).joined(separator: ", ") + more
  }
}
