import Foundation

/// Shares as people read them.
package enum Percentage {
  /// 0.62125 as "62.13%". Halves go up, as on the dashboard; a format takes them to the even side.
  package static func text(_ share: Double, digits: Int) -> String {
    let unit = pow(10, Double(digits))
    return String(format: "%.\(digits)f%%", (share * 100 * unit).rounded() / unit)
  }
}
