package import Experiments

/// Who may use a route: a column of the route table.
package enum Access: String, CaseIterable, Sendable {
  /// Everyone who reaches the service, also without a token.
  case anyone
  /// Whoever has a token.
  case read
  case write
  /// What only the worker that has the job may do.
  case worker
  /// What clients and workers both bring.
  case upload
  case admin

  /// The roles that are let in.
  package var roles: [Role] {
    switch self {
    case .anyone, .read: Role.allCases
    case .write: [.write, .admin]
    case .worker: [.worker, .admin]
    case .upload: [.write, .worker, .admin]
    case .admin: [.admin]
    }
  }
}
