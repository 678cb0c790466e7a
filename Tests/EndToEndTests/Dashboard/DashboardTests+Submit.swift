import Client
import Experiments
import Foundation
import Testing

extension DashboardTests {
  @Test("The form has the schema's fields, shows the service's errors at them, and makes a job")
  func submitForm() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    try await browser.open(blankFirst: idle.url, "jobs/new")
    try await browser.wait(for: "document.querySelectorAll('.schema-field').length > 20")
    // A group of boxes is named as a whole, not its first box.
    #expect(
      try await browser.evaluate(
        "document.getElementById(document.querySelector('.checks').getAttribute('aria-labelledby')).textContent"
      ) == .string("Augment"))
    try await fill("1", in: "Weight bits")
    try await fill("many", in: "Epochs")
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelectorAll('[aria-invalid=true]').length === 2")
    #expect(
      try await browser.text(of: "#\(id(of: "Weight bits"))-error") == "1 is not between 2 and 8")
    #expect(try await !browser.text(of: "#\(id(of: "Epochs"))-error").isEmpty)

    // What is no JSON is not left out.
    try await fill("3", in: "Weight bits")
    try await fill("7", in: "Epochs")
    try await fill("{\"stem\": {", in: "Layers")
    try await browser.click("button[type=submit]")
    #expect(
      try await browser.text(of: "#\(id(of: "Layers"))-error:not(:empty)")
        .contains("is not an object"))
    try await fill("{}", in: "Layers")
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelector('.page-head .badge-queued') !== null")
    let made = try #require(try await idle.client.jobs().items.first)
    #expect(made.spec.quantizer.weightBits == 3)
    #expect(made.spec.epochs == 7)

    // A clone has what the job had; as JSON, errors are told with their lines.
    try await browser.click("a[href='#/jobs/new?from=\(made.id)']")
    try await browser.wait(for: "document.querySelector('h1').textContent.startsWith('Clone of')")
    try await browser.click("input[value=json]")
    try await browser.evaluate(Self.replacing("\"weightBits\": 3", "\"weightBits\": 9"))
    try await browser.click("button[type=submit]")
    let errors = try await browser.text(of: ".errors button")
    #expect(errors.contains("/quantizer/weightBits"))
    #expect(errors.contains("9 is not between 2 and 8"))
    #expect(
      try await browser.evaluate("document.querySelector('.gutter .bad') !== null") == .bool(true))
    try await browser.evaluate(Self.replacing("\"weightBits\": 9", "\"weightBits\": 5"))
    try await browser.click("input[value=form]")
    #expect(
      try await browser.evaluate("document.getElementById('\(id(of: "Weight bits"))').value")
        == .string("5"))
    _ = try await browser.errors()
  }

  @Test("What was typed stays: while it is no JSON, when Enter is pressed, after another page")
  func draft() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    try await browser.open(blankFirst: idle.url, "jobs/new")
    try await browser.wait(for: "document.querySelectorAll('.schema-field').length > 20")
    try await fill("17", in: "Epochs")
    try await browser.evaluate("document.getElementById('\(id(of: "Epochs"))').focus()")
    try await browser.press("Enter")
    try await browser.click("input[value=json]")
    try await browser.evaluate(Self.replacing("17,", "17,,"))
    try await browser.click("input[value=form]")
    #expect(try await browser.text(of: ".errors").contains("not valid JSON"))
    #expect(
      try await browser.evaluate(
        "document.querySelector('input[value=json]').checked && document.activeElement.matches('.editor textarea')"
      ) == .bool(true))
    for page in ["jobs", "jobs/new"] {
      try await browser.evaluate("(location.hash = '#/\(page)')")
    }
    try await browser.wait(
      for: "document.querySelector('.editor textarea')?.value.includes('17,,')")
    #expect(try await browser.text(of: ".notice:not([hidden])").contains("is back"))
    try await browser.click(button: "Start anew")
    #expect(
      try await browser.evaluate("document.querySelector('.editor textarea').value.includes('17,')")
        == .bool(false))
    #expect(try await idle.client.jobs().items.isEmpty)
    try await browser.expectNoErrors()
  }

  @Test("A teacher is described once it is wanted; the service's errors are at its fields")
  func teacher() async throws {
    let idle = try await LiveService.start(workers: 0)
    defer { idle.end() }
    var spec = try JobSpec.make(name: "float", dataset: stage.dataset)
    spec.quantizer.method = .none
    let float = try await idle.client.submit(spec)
    try await browser.open(blankFirst: idle.url, "jobs/new")
    try await browser.wait(for: "document.querySelectorAll('.schema-field').length > 20")
    try await browser.click("#\(id(of: "Use", in: "Distillation"))")
    // A teacher must be trained: not the first choice, random weights.
    try await browser.click("button[type=submit]")
    #expect(
      try await browser.text(of: "#\(id(of: "From", in: "Teacher"))-error").contains("trained"))
    try await browser.enter("job", in: "#\(id(of: "From", in: "Teacher"))")
    try await browser.enter("it", in: "#\(id(of: "Id", in: "Teacher"))")
    try await browser.enter("0", in: "#\(id(of: "Temperature", in: "Distillation"))")
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelectorAll('[aria-invalid=true]').length === 2")
    #expect(try await !browser.text(of: "#\(id(of: "Id", in: "Teacher"))-error").isEmpty)
    #expect(
      try await browser.text(of: "#\(id(of: "Temperature", in: "Distillation"))-error")
        .contains("between"))

    try await browser.enter(float.id, in: "#\(id(of: "Id", in: "Teacher"))")
    try await browser.enter("4", in: "#\(id(of: "Temperature", in: "Distillation"))")
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelector('.page-head .badge-blocked') !== null")
    let made = try #require(try await idle.client.jobs().items.first { $0.id != float.id })
    let distillation = try #require(made.spec.distillation)
    #expect(distillation.teacher == .job(id: float.id))
    #expect(distillation.temperature == 4)
    #expect(distillation.weight == 1)
    _ = try await browser.errors()
  }

  /// The id of the field with a label, in the group with a title if it is said.
  private func id(of label: String, in group: String? = nil) async throws -> String {
    let isThere = "l.textContent === \(WebDriver.quoted(label))"
    let isInGroup = group.map {
      " && l.closest('fieldset').firstChild.textContent === \(WebDriver.quoted($0))"
    }
    let found =
      "[...document.querySelectorAll('.schema-field label')].find((l) => \(isThere)\(isInGroup ?? ""))"
    try await browser.wait(for: found)
    guard case .string(let id) = try await browser.evaluate("\(found).htmlFor") else {
      throw WebDriver.Failure.unexpectedAnswer(to: label)
    }
    return id
  }

  private func fill(_ text: String, in label: String) async throws {
    try await browser.enter(text, in: "#\(id(of: label))")
  }

  /// Edits the spec as typing does.
  private static func replacing(_ old: String, _ new: String) -> String {
    """
    (() => {
      const area = document.querySelector(".editor textarea");
      area.value = area.value.replace(\(WebDriver.quoted(old)), \(WebDriver.quoted(new)));
      area.dispatchEvent(new Event("input"));
    })()
    """
  }
}
