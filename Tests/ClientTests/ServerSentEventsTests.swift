import Client
import Testing

struct ServerSentEventsTests {
  static func events(_ text: String) -> [ServerSentEvent] {
    var parser = ServerSentEventParser()
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .compactMap { parser.receive(String($0)) }
  }

  @Test("Fields make an event, an empty line ends it, comments are nothing")
  func fields() {
    let text = """
      retry: 2000

      : still here

      id: 7
      event: job
      data: {"a":
      data:  1}

      data: x

      """
    #expect(
      Self.events(text) == [
        ServerSentEvent(id: "7", kind: "job", data: "{\"a\":\n 1}"),
        // The id stays until another is given.
        ServerSentEvent(id: "7", kind: "message", data: "x"),
      ])
  }

  @Test("An event without data is none, and one that is not ended is not yet one")
  func incomplete() {
    #expect(Self.events("event: job\n\ndata: 1") == [])
  }
}
