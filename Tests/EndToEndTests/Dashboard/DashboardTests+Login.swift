import Client
import Experiments
import Foundation
import TestSupport
import Testing

extension DashboardTests {
  @Test("A service with tokens asks for one; a login that ended is asked for again, in place")
  func login() async throws {
    let folder = try Scratch.folder()
    let admin = try await TokenTests.token(
      "create", "--create", "--role", "admin", "--data", folder.path)
    let closed = try await LiveService.start(folder: folder, workers: 0, token: admin)
    defer { closed.end() }
    let run = try await closed.client.createRun(RunRequest(name: "secret"))

    // Whoever follows a link is on its page after the login.
    try await browser.open(blankFirst: closed.url, "runs/\(run.id)")
    #expect(try await browser.text(of: ".state button") == "Log in")
    try await logIn(with: admin)
    try await browser.wait(for: "document.querySelector('h1')?.textContent === 'secret'")
    try await browser.click("#log-out")
    try await browser.wait(for: "document.querySelector('dialog[open]') !== null")

    // What a page reads beside its list comes after the login too.
    try await browser.open(blankFirst: closed.url, "studies")
    try await logIn(with: admin)
    try await browser.wait(for: "document.querySelector('.starter').checkVisibility()")
    try await browser.click("#log-out")
    try await browser.wait(for: "document.querySelector('dialog[open]') !== null")

    try await browser.open(blankFirst: closed.url, "runs")
    #expect(try await browser.text(of: "dialog[open] h2") == "Log in")
    #expect(
      try await browser.evaluate("document.body.textContent.includes('secret')") == .bool(false))
    // Not to be logged in is not to be offline.
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'locked'")
    #expect(try await browser.evaluate("document.getElementById('away').hidden") == .bool(true))
    #expect(try await browser.text(of: ".state button") == "Log in")
    try await logIn(with: "stc_wrong")
    #expect(try await browser.text(of: "dialog .field-error:not(:empty)").contains("not know"))
    let token = try await TokenTests.token(
      "create", "--create", "--role", "write", "--data", folder.path)
    try await logIn(with: token)
    #expect(try await browser.text(of: "tbody a.name") == "secret")
    #expect(try await browser.evaluate("document.querySelector('dialog')") == .null)
    try await browser.wait(for: "document.querySelector('.live').dataset.status === 'live'")

    // What was typed is still there when the session ends, and after the next login.
    try await browser.evaluate("(location.hash = '#/jobs/new')")
    try await browser.wait(for: "document.querySelector('form.submit') !== null")
    try await browser.evaluate("(document.querySelector('form.submit').dataset.mine = 'yes')")
    _ = try await TokenTests.token("revoke", "2", "--data", folder.path)
    try await browser.click("button[type=submit]")
    #expect(try await browser.text(of: "dialog[open] h2") == "Log in")
    try await logIn(with: admin)
    try await browser.wait(for: "document.querySelector('dialog') === null")
    #expect(
      try await browser.evaluate("document.querySelector('form.submit').dataset.mine")
        == .string("yes"))

    try await browser.click("#log-out")
    #expect(try await browser.text(of: "dialog[open] h2") == "Log in")
    // Whoever closes it is not asked again by what the page reads by itself.
    try await browser.press("Escape")
    try await browser.wait(for: "document.querySelector('dialog') === null")
    try await browser.evaluate("(location.hash = '#/jobs')")
    #expect(try await browser.text(of: ".state button") == "Log in")
    #expect(try await browser.evaluate("document.querySelector('dialog')") == .null)

    // Who may only look is offered nothing that would be refused.
    try await browser.click(".state button")
    try await logIn(
      with: TokenTests.token("create", "--role", "read", "--data", folder.path))
    try await browser.wait(for: "document.documentElement.dataset.role === 'read'")
    try await browser.wait(for: "document.querySelector('[data-writes]') !== null")
    #expect(
      try await browser.evaluate(
        "[...document.querySelectorAll('[data-writes]')].every((e) => !e.checkVisibility())")
        == .bool(true))
    try await browser.evaluate("(location.hash = '#/studies')")
    try await browser.wait(
      for: "document.querySelector('.state-title')?.textContent === 'No studies yet'")
    #expect(
      try await browser.evaluate("document.querySelector('.state-hint').innerText") == .string(""))
    _ = try await browser.errors()
  }

  private func logIn(with token: String) async throws {
    try await browser.enter(token, in: "dialog[open] input")
    try await browser.click("dialog button[type=submit]")
  }
}
