import Foundation
import Testing

import Experiments

struct RunRequestTests {
  @Test("Parameters and tags are texts; numbers and booleans are taken as written")
  func texts() throws {
    let json = #"{"parameters": {"bits": 2, "lr": "0.01", "on": true}, "tags": {"a": "b"}}"#
    let request = try RunRequest(json: Data(json.utf8))
    #expect(request.parameters == ["bits": "2", "lr": "0.01", "on": "true"])
    #expect(request.tags == ["a": "b"])
    #expect(request.experiment == "Default")
  }

  @Test("What is too long or of the wrong kind is refused by its pointer")
  func refused() {
    let long = String(repeating: "x", count: 6001)
    let json = #"{"parameters": {"a/b": [], "long": "\#(long)"}, "tags": 1, "other": 2}"#
    do {
      _ = try RunRequest(json: Data(json.utf8))
      Issue.record("it was accepted")
    } catch let error as InvalidSpec {
      #expect(
        error.errors.map(\.pointer).sorted()
          == ["/other", "/parameters/a~1b", "/parameters/long", "/tags"])
    } catch {
      Issue.record(error)
    }
  }

  @Test("In a change a null tag is one to remove, and what is not given is nil")
  func change() throws {
    let change = try RunPatch(
      json: Data(#"{"tags": {"a": null, "b": "c"}, "status": "killed"}"#.utf8))
    let wanted: [String: String?] = ["a": nil, "b": "c"]
    #expect(change.tags == wanted)
    #expect(change.status == .killed)
    #expect(change.name == nil)
  }
}
