import Foundation
import Glibc

/// A child process in a process group of its own, so that signals reach what it starts too, and so
/// that Ctrl-C in the service's terminal does not reach it.
struct WorkerProcess: Sendable {
  let pid: pid_t

  /// How a process ended.
  enum End: Hashable, Sendable, CustomStringConvertible {
    case exit(code: Int)
    case signal(Int)

    /// For people.
    var description: String {
      switch self {
      case .exit(let code): "exited with code \(code)"
      case .signal(let number): "ended by signal \(number)"
      }
    }
  }

  /// Starts it. Throws `JobsError.spawn` with errno.
  init(_ command: WorkerCommand, id: String) throws {
    let arguments =
      [command.executable] + command.arguments.map { $0.replacing("{id}", with: id) }
    let environment = ProcessInfo.processInfo.environment
      .merging(command.environment) { $1 }
      .map { "\($0.key)=\($0.value)" }
    let log = command.log(of: id).path

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    // A worker may outlive the service: it must not keep its sockets and files open.
    for file in Self.openFiles() where file > STDERR_FILENO {
      posix_spawn_file_actions_addclose(&actions, file)
    }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    // The service ignores SIGPIPE and may block others; ignored and blocked signals are inherited.
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var child = pid_t()
    let code = Self.withCStrings(arguments) { arguments in
      Self.withCStrings(environment) { environment in
        posix_spawn(&child, command.executable, &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else { throw JobsError.spawn(executable: command.executable, code: code) }
    pid = child
  }

  /// Waits for the end, on the calling thread. The process id stays taken until `reap`, so that
  /// no signal meets a stranger.
  func waitForEnd() {
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
  }

  /// Gives the process id back, after the end. To be called once.
  func reap() -> End {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    // WIFSIGNALED, WTERMSIG and WEXITSTATUS are macros, which Swift does not import.
    let signal = status & 0x7f
    return signal == 0 ? .exit(code: Int(status >> 8) & 0xff) : .signal(Int(signal))
  }

  /// Sends a signal to the whole group.
  func signal(_ number: Int32) {
    kill(-pid, number)
  }

  private static func openFiles() -> [Int32] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
    return (names ?? []).compactMap { Int32($0) }
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
