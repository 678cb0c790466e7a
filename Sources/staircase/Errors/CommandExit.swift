import ArgumentParser
import Client
import Experiments
import Glibc

/// How an error of a command ends the program: with what words and what exit code.
struct CommandExit {
  /// What standard error is told; nil for nothing.
  var message: String?
  var code: ExitCode

  /// What `staircase help` says about exit codes.
  static let codes = """
    Exit codes: 0 done; 1 the service refused, or a job that was watched did not succeed; 64 the \
    command line is wrong; 66 a file cannot be read; 69 no service answers; 73 a file cannot be \
    made; 74 the output cannot be written; 77 a token is missing or may not do this; 130 it was \
    interrupted.
    """

  /// nil for errors that the argument parser reports itself.
  ///
  /// - Parameter json: whether what the service refuses is told as its problem in JSON.
  init?(_ error: any Error, json: Bool = false) {
    switch error {
    // Of a command that runs. The parser would tell how to call the program, not the command.
    case let error as ValidationError: self.init(error: error.message, .validationFailure)
    case let error as ClientError: self.init(error, json: json)
    case let error as CommandError: self.init(error: error.description, error.exitCode)
    case let error as InvalidSpec: self.init(error: error.description, .failure)
    case let error as InvalidJSON: self.init(error: error.description, .failure)
    // Whoever read the output has enough.
    case let error as OutputFile.Failure where error.code == EPIPE: self.init(nil, .brokenPipe)
    case let error as OutputFile.Failure:
      self.init(error: "\(error.name): \(String(cString: strerror(error.code)))", .outputFailed)
    default:
      guard let error = CommandError(file: error) else { return nil }
      self.init(error: error.description, error.exitCode)
    }
  }

  private init(_ message: String?, _ code: ExitCode) {
    self.message = message
    self.code = code
  }

  /// Names that others chose may be in the words, with anything in them.
  private init(error words: String, _ code: ExitCode) {
    let lines = "Error: \(words)".split(separator: "\n", omittingEmptySubsequences: false)
    self.init(lines.map { String($0).printable(keepsTabs: true) }.joined(separator: "\n"), code)
  }

  private init(_ error: ClientError, json: Bool) {
    switch error {
    case .unreachable, .unexpected: self.init(error: error.description, .unavailable)
    case .file(let file):
      let error = CommandError(file)
      self.init(error: error.description, error.exitCode)
    case .refused(let problem):
      let code = [401, 403].contains(problem.status) ? ExitCode.noPermission : .failure
      if json, let text = try? JSONCoding.text(problem) {
        self.init(text, code)
      } else {
        let next = Self.next(after: problem).map { "\n\($0)" } ?? ""
        self.init(error: error.description + next, code)
      }
    }
  }

  /// What to do about a refusal.
  private static func next(after problem: Problem) -> String? {
    switch problem.status {
    case 401:
      "Give a token with --token or $STAIRCASE_TOKEN, or keep it with `staircase config set token -`."
    case 403: "This token may not do that: ask whoever runs the service for another role."
    case 404: list(of: problem.detail ?? "")
    case 500...: "The service's log says more: look for request \(problem.requestId ?? "?")."
    default: nil
    }
  }

  /// Where to look for what is not there. `There is no job "x".` is how the service says it.
  private static func list(of detail: String) -> String? {
    switch detail.prefixMatch(of: /There is no (\w+) "/)?.output.1 {
    case "job": "`staircase jobs` lists the jobs."
    case "run": "`staircase runs` lists the runs."
    case "study": "`staircase study` lists the studies."
    default: nil
    }
  }
}
