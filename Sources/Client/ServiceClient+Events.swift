package import Experiments
import Foundation

extension ServiceClient {
  /// What happens at the service, as it happens. Ends with an error when the connection is lost;
  /// `after` then replays what was missed since the event of that id.
  package func events(
    run: String? = nil, after lastEventID: String? = nil
  ) -> AsyncThrowingStream<ServerSentEvent, any Error> {
    var endpoint = Endpoint.get("events", query: [("run", run)])
    endpoint.headers["Accept"] = "text/event-stream"
    if let lastEventID { endpoint.headers["Last-Event-ID"] = lastEventID }
    return .reading { [endpoint] events in
      var parser = ServerSentEventParser()
      for try await line in lines(endpoint) {
        if let event = parser.receive(line) { events.yield(event) }
      }
    }
  }
}

extension ServerSentEvent {
  /// The event that the service's words stand for; nil for one of a kind unknown here.
  package func event() throws -> Event? {
    let data = Data(data.utf8)
    let decoder = JSONCoding.decoder()
    return switch kind {
    case "job": .job(try decoder.decode(Job.self, from: data))
    case "points": .points(try decoder.decode(Event.NewPoints.self, from: data))
    case "worker": .worker(try decoder.decode(WorkerInfo.self, from: data))
    default: nil
    }
  }
}
