import Foundation
import TestSupport

/// axe-core, which `make setup-test` puts there.
enum AxeCore {
  static let file = Checkout.folder.appending(path: ".build/axe/axe.min.js")

  /// Where it cannot be had its test is skipped, but not in CI.
  static var isWanted: Bool {
    FileManager.default.fileExists(atPath: file.path)
      || ProcessInfo.processInfo.environment["CI"] != nil
  }
}
