import Synchronization

/// That somebody asked to stop: said on one thread, heard on another.
final class StopRequest: Sendable {
  private let isMade = Atomic(false)

  var wasMade: Bool { isMade.load(ordering: .relaxed) }

  func make() {
    isMade.store(true, ordering: .relaxed)
  }
}
