import Experiments
import Foundation
import Testing

/// A headless Chromium, driven over the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/).
final class WebDriver: Sendable {
  private let driver: Chromedriver
  private let session: String

  enum Failure: Error {
    /// The driver's own words, as `javascript error: ...`.
    case refused(error: String, message: String)
    case unexpectedAnswer(to: String)
    /// The page never came to a state where `condition` holds; `page` is its text.
    case neverHeld(condition: String, page: String)
  }

  private init(driver: Chromedriver, session: String) {
    self.driver = driver
    self.session = session
  }

  /// Runs `body` with a fresh browser and closes it, whatever happens.
  static func withBrowser<Result>(
    width: Int = 1440, height: Int = 1000, _ body: (WebDriver) async throws -> Result
  ) async throws -> Result {
    let driver = try await Chromedriver.start()
    defer { driver.stop() }
    let options: JSONValue = .object([
      // Chromium has no sandbox for root.
      "args": .array(
        ["--headless=new", "--no-sandbox", "--disable-gpu", "--window-size=\(width),\(height)"]
          .map(JSONValue.string))
    ])
    let wanted: JSONValue = .object([
      "capabilities": .object([
        "alwaysMatch": .object([
          "browserName": .string("chrome"),
          "goog:chromeOptions": options,
          "goog:loggingPrefs": .object(["browser": .string("ALL")]),
          "timeouts": .object(["script": .integer(250_000)]),
        ])
      ])
    ])
    let answer = try await send("POST", "/session", wanted, to: driver)
    guard case .object(let members) = answer, case .string(let id)? = members["sessionId"] else {
      throw Failure.unexpectedAnswer(to: "session")
    }
    let browser = WebDriver(driver: driver, session: id)
    do {
      let result = try await body(browser)
      await browser.close()
      return result
    } catch {
      await browser.close()
      throw error
    }
  }

  private func close() async {
    // If the browser is gone already, there is nothing left to close.
    _ = try? await Self.send("DELETE", "/session/\(session)", nil, to: driver)
  }
}

// MARK: - Pages

extension WebDriver {
  /// Loads a page; `hash` is what follows `#/`.
  func open(_ server: URL, _ hash: String) async throws {
    let address = "\(server.absoluteString.trimmingSuffix("/"))/#/\(hash)"
    try await command("url", .object(["url": .string(address)]))
  }

  /// As `open`, but never a change of hash within the page that is there.
  func open(blankFirst server: URL, _ hash: String) async throws {
    try await command("url", .object(["url": .string("about:blank")]))
    try await open(server, hash)
  }

  /// Leaves the page, and forgets what went wrong on it, as when its service had ended.
  func leave() async throws {
    _ = try await command("url", .object(["url": .string("about:blank")]))
    _ = try await errors()
  }

  /// The value of a JavaScript expression.
  @discardableResult
  func evaluate(_ expression: String) async throws -> JSONValue {
    try await command(
      "execute/sync",
      .object(["script": .string("return (\(expression))"), "args": .array([])]))
  }

  /// The text of the first element that matches a selector, as soon as it has some.
  func text(of selector: String) async throws -> String {
    try await wait(for: "document.querySelector(\(Self.quoted(selector)))?.textContent")
    guard
      case .string(let text) = try await evaluate(
        "document.querySelector(\(Self.quoted(selector))).textContent")
    else { throw Failure.unexpectedAnswer(to: selector) }
    return text
  }

  func click(_ selector: String) async throws {
    try await wait(for: "document.querySelector(\(Self.quoted(selector))) !== null")
    try await evaluate("document.querySelector(\(Self.quoted(selector))).click()")
  }

  /// Clicks the first button with this text.
  func click(button text: String) async throws {
    let button =
      "[...document.querySelectorAll('button')].find((b) => b.textContent === \(Self.quoted(text)))"
    try await wait(for: "\(button) !== undefined")
    try await evaluate("\(button).click()")
  }

  /// Puts a value into a field, as typing or choosing it does.
  func enter(_ text: String, in selector: String) async throws {
    try await wait(for: "document.querySelector(\(Self.quoted(selector))) !== null")
    try await evaluate(
      """
      ((field) => {
        field.value = \(Self.quoted(text));
        for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
      })(document.querySelector(\(Self.quoted(selector))))
      """)
  }

  /// What a script hands to `arguments[0]`, whenever it does.
  func asynchronous(_ script: String) async throws -> JSONValue {
    try await command(
      "execute/async", .object(["script": .string(script), "args": .array([])]))
  }

  /// Waits until an expression is true: it is asked at every frame. One that fails is not true yet.
  func wait(for condition: String) async throws {
    let held = try await asynchronous(
      """
      const done = arguments[0];
      const limit = performance.now() + 120000;
      const holds = () => { try { return Boolean(\(condition)); } catch { return false; } };
      const ask = () => {
        if (holds()) done(true);
        else if (performance.now() > limit) done(false);
        else requestAnimationFrame(ask);
      };
      ask();
      """)
    if held == .bool(true) { return }
    guard case .string(let page) = try await evaluate("document.body.innerText") else {
      throw Failure.unexpectedAnswer(to: condition)
    }
    throw Failure.neverHeld(condition: condition, page: page)
  }

  /// Waits until what was changed before is drawn, which charts and long tables are once a frame.
  func waitForFrame() async throws {
    _ = try await asynchronous("requestAnimationFrame(arguments[0])")
  }

  /// What the page said on its console as errors, such as refused scripts and failed requests.
  func errors() async throws -> [String] {
    let answer = try await command("se/log", .object(["type": .string("browser")]))
    guard case .array(let entries) = answer else { throw Failure.unexpectedAnswer(to: "log") }
    return entries.compactMap { entry in
      guard case .object(let members) = entry, members["level"] == .string("SEVERE"),
        case .string(let message)? = members["message"]
      else { return nil }
      return message
    }
  }

  /// Records what the page said as errors, if it did.
  func expectNoErrors(at location: SourceLocation = #_sourceLocation) async throws {
    let errors = try await errors()
    #expect(errors == [], sourceLocation: location)
  }

  /// A JavaScript string with the given characters.
  static func quoted(_ text: String) -> String {
    guard let data = try? JSONEncoder().encode([text]) else { return "''" }
    return String(decoding: data.dropFirst().dropLast(), as: UTF8.self)
  }
}

// MARK: - Protocol

extension WebDriver {
  @discardableResult
  func command(_ name: String, _ body: JSONValue) async throws -> JSONValue {
    try await Self.send("POST", "/session/\(session)/\(name)", body, to: driver)
  }

  /// One command; every answer is `{"value": ...}`, also an error (W3C WebDriver, section 6).
  private static func send(
    _ method: String, _ path: String, _ body: JSONValue?, to driver: Chromedriver
  ) async throws -> JSONValue {
    let (status, data) = try await DriverConnection.exchange(
      port: driver.port, method: method, path: path,
      body: try body.map { try JSONCoding.encoder().encode($0) } ?? Data())
    guard case .object(let members) = try JSONCoding.tree(data), let value = members["value"] else {
      throw Failure.unexpectedAnswer(to: path)
    }
    if status == 200 { return value }
    guard case .object(let problem) = value, case .string(let error)? = problem["error"],
      case .string(let message)? = problem["message"]
    else { throw Failure.unexpectedAnswer(to: path) }
    throw Failure.refused(error: error, message: message)
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
