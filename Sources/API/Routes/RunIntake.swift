import Experiments
import HTTP
import Jobs
import Store

/// Takes in what other programs log of their runs.
struct RunIntake: Sendable {
  let store: Store
  let events: EventFeed
  let problems: ProblemResponder

  /// Answers after the commit, which many requests share; no thread waits for it. What is new is
  /// told then.
  ///
  /// - Parameter add: stores what the request has, and returns the new points.
  func log(
    _ request: Request, _ responder: Responder,
    _ add: @escaping @Sendable (Transaction, _ run: String) throws -> Event.NewPoints
  ) {
    let run = request.pathParameters["id"]
    store.write(
      committed: { [events] new in
        if !new.isEmpty { events.publish(.points(new)) }
      }, { try add($0, run) },
      completion: { result in
        problems.answer(request, responder) {
          _ = try result.get()
          responder.respond(.noContent)
        }
      })
  }
}
