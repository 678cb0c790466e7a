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
    try await fill("1", in: "Weight bits")
    try await fill("many", in: "Epochs")
    try await browser.click("button[type=submit]")
    try await browser.wait(for: "document.querySelectorAll('[aria-invalid=true]').length === 2")
    #expect(
      try await browser.text(of: "#\(id(of: "Weight bits"))-error") == "1 is not between 2 and 8")
    #expect(try await !browser.text(of: "#\(id(of: "Epochs"))-error").isEmpty)

    try await fill("3", in: "Weight bits")
    try await fill("7", in: "Epochs")
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

  /// The id of the field with a label.
  private func id(of label: String) async throws -> String {
    let found = try await browser.evaluate(
      "[...document.querySelectorAll('.schema-field label')].find((l) => l.textContent === \(WebDriver.quoted(label))).htmlFor"
    )
    guard case .string(let id) = found else { throw WebDriver.Failure.unexpectedAnswer(to: label) }
    return id
  }

  private func fill(_ text: String, in label: String) async throws {
    try await browser.evaluate(
      """
      (() => {
        const field = document.getElementById("\(id(of: label))");
        field.value = \(WebDriver.quoted(text));
        field.dispatchEvent(new Event("input"));
      })()
      """)
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
