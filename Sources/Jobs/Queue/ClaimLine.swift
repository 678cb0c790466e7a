import Foundation
import Synchronization

/// The workers that wait for a job, the one that waits longest first.
///
/// Whoever serves takes the whole line out, so that no claim is answered twice, and puts back those
/// that got nothing. What comes meanwhile makes it serve once more.
final class ClaimLine: Sendable {
  private struct State {
    var claims: [WaitingClaim] = []
    var isServing = false
    var serveAgain = false
  }

  private let state = Mutex(State())

  func join(_ claim: WaitingClaim) {
    state.withLock { $0.claims.append(claim) }
  }

  /// Takes the line; nil if it is empty or being served.
  func beginServing() -> [WaitingClaim]? {
    state.withLock { state in
      if state.isServing {
        state.serveAgain = true
        return nil
      }
      state.serveAgain = false
      state.claims.removeAll { $0.isCanceled }
      if state.claims.isEmpty { return nil }
      state.isServing = true
      defer { state.claims = [] }
      return state.claims
    }
  }

  func endServing(unserved: [WaitingClaim]) {
    state.withLock { state in
      state.claims = unserved + state.claims
      state.isServing = false
    }
  }

  /// Whether something came while the line was served.
  var mustServeAgain: Bool { state.withLock { $0.serveAgain } }

  /// Answers those that have waited long enough, and forgets those that have gone.
  func expire(now: Date) {
    let over = state.withLock { state in
      let over = state.claims.filter { $0.deadline <= now }
      state.claims.removeAll { $0.deadline <= now || $0.isCanceled }
      return over
    }
    for claim in over { claim.finish(.success(nil)) }
  }
}
