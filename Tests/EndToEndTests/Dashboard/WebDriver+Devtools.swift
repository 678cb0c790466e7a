import Experiments
import Foundation

// What the W3C protocol has no command for, by Chromium's own (goog/cdp/execute).
extension WebDriver {
  /// Lays pages out for a screen of this size, which may be smaller than any window.
  func setScreen(width: Int, height: Int) async throws {
    try await devtools(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .integer(width), "height": .integer(height), "deviceScaleFactor": .integer(1),
        "mobile": .bool(false),
      ])
  }

  /// Asks for the dark or the light theme, as the system's settings do.
  func setTheme(dark: Bool) async throws {
    try await devtools(
      "Emulation.setEmulatedMedia",
      [
        "features": .array([
          .object([
            "name": .string("prefers-color-scheme"), "value": .string(dark ? "dark" : "light"),
          ])
        ])
      ])
  }

  /// Runs a script before those of every page that is opened from now on.
  func runBeforePages(_ script: String) async throws {
    try await devtools(
      "Page.addScriptToEvaluateOnNewDocument", ["source": .string(script)])
  }

  /// Leaves out scroll bars, as phones and most desks do until something scrolls.
  func hideScrollbars() async throws {
    try await devtools("Emulation.setScrollbarsHidden", ["hidden": true])
  }

  /// What is on the screen, as a PNG.
  func screenshot() async throws -> Data {
    let answer = try await devtools("Page.captureScreenshot", [:])
    guard case .object(let members) = answer, case .string(let text)? = members["data"],
      let image = Data(base64Encoded: text)
    else { throw Failure.unexpectedAnswer(to: "Page.captureScreenshot") }
    return image
  }

  /// Presses a key where the focus is: a character, or a name such as "Tab" or "ArrowLeft".
  func press(_ key: String) async throws {
    var down: [String: JSONValue] = ["type": .string("keyDown"), "key": .string(key)]
    if key.count == 1 { down["text"] = .string(key) }
    if key == "Enter" { down["text"] = .string("\r") }
    if let code = Self.keyCodes[key] { down["windowsVirtualKeyCode"] = .integer(code) }
    try await devtools("Input.dispatchKeyEvent", down)
    try await devtools(
      "Input.dispatchKeyEvent", ["type": .string("keyUp"), "key": .string(key)])
  }

  /// Drags with the mouse over an element, between shares of its width, or of its height.
  func drag(
    _ selector: String, from start: Double, to end: Double, isUpright: Bool = false,
    withShift: Bool = false
  ) async throws {
    let box = "document.querySelector(\(Self.quoted(selector))).getBoundingClientRect()"
    let (left, top) = (try await number("\(box).left"), try await number("\(box).top"))
    let (width, height) = (try await number("\(box).width"), try await number("\(box).height"))
    let steps: [(String, Double)] = [
      ("mousePressed", start), ("mouseMoved", (start + end) / 2), ("mouseMoved", end),
      ("mouseReleased", end),
    ]
    for (type, share) in steps {
      try await devtools(
        "Input.dispatchMouseEvent",
        [
          "type": .string(type), "x": .number(left + width * (isUpright ? 0.5 : share)),
          "y": .number(top + height * (isUpright ? share : 0.5)), "button": "left", "buttons": 1,
          "clickCount": 1, "modifiers": withShift ? 8 : 0,
        ])
    }
  }

  /// The value of a JavaScript expression that is a number.
  func number(_ expression: String) async throws -> Double {
    switch try await evaluate(expression) {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: throw Failure.unexpectedAnswer(to: expression)
    }
  }

  private static let keyCodes = [
    "Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowDown": 40,
  ]

  @discardableResult
  private func devtools(
    _ name: String, _ parameters: [String: JSONValue]
  ) async throws -> JSONValue {
    try await command(
      "goog/cdp/execute",
      .object(["cmd": .string(name), "params": .object(parameters)]))
  }
}
