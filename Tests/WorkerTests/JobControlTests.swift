import Testing

import Worker

struct JobControlTests {
  @Test("A graver reason to stop replaces a lighter one, never the other way round")
  func reasons() {
    let control = JobControl()
    #expect(control.stopReason == nil)
    control.stop(.shutdown)
    control.stop(.canceled)
    #expect(control.stopReason == .canceled)
    control.stop(.leaseLost)
    control.stop(.shutdown)
    #expect(control.stopReason == .leaseLost)
  }

  @Test("A worker that is asked to end waits for no service, whatever else its job stops for")
  func end() {
    let control = JobControl(patience: .zero)
    control.stop(.canceled)
    #expect(!control.mustEnd)
    control.stop(.shutdown)
    #expect(control.stopReason == .canceled && control.mustEnd)
  }
}
