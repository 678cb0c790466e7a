import ArgumentParser
import Client
import Experiments

/// How an error of a command ends the program: with what words and what exit code.
struct CommandFailure {
  var message: String
  var code: ExitCode

  /// The codes of sysexits.h, which other programs use too.
  private static let noInput = ExitCode(66)
  private static let unavailable = ExitCode(69)
  private static let noPermission = ExitCode(77)

  /// What `staircase help` says about exit codes.
  static let codes = """
    Exit codes of the client commands: 0 done; 1 the service refused, or a job that was watched \
    did not succeed; 64 the command line is wrong; 66 a file cannot be read; 69 no service \
    answers; 77 a token is missing or may not do this.
    """

  /// nil for errors that the argument parser reports itself.
  init?(_ error: any Error) {
    switch error {
    case let error as ClientError: self.init(error)
    case let error as InvalidSpec: self.init(message: error.description, code: .failure)
    case let error as InvalidJSON: self.init(message: error.description, code: .failure)
    case let error as UnknownName: self.init(message: error.description, code: .failure)
    case let error as SpecFile.Unreadable:
      self.init(message: error.description, code: Self.noInput)
    case let error as ClientConfigurationFile.Unreadable:
      self.init(message: error.description, code: Self.noInput)
    default: return nil
    }
  }

  private init(message: String, code: ExitCode) {
    self.message = message
    self.code = code
  }

  private init(_ error: ClientError) {
    message = error.description
    switch error {
    case .unreachable, .unexpected: code = Self.unavailable
    case .file, .diskFull: code = Self.noInput
    case .refused(let problem):
      code = [401, 403].contains(problem.status) ? Self.noPermission : .failure
      if let next = Self.next(after: problem) { message += "\n\(next)" }
    }
  }

  /// What to do about a refusal.
  private static func next(after problem: Problem) -> String? {
    switch problem.status {
    case 401:
      "Give a token with --token or $STAIRCASE_TOKEN, or keep it with `staircase config set token`."
    case 403: "This token may not do that: ask whoever runs the service for another role."
    case 404 where problem.detail?.contains("job") ?? false: "`staircase jobs` lists the jobs."
    case 404 where problem.detail?.contains("run") ?? false: "`staircase runs` lists the runs."
    case 500...: "The service's log says more: look for request \(problem.requestId ?? "?")."
    default: nil
    }
  }
}
