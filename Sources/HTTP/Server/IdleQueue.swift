/// Descriptors of the connections that wait for a request, the one that has waited longest first.
///
/// A ring linked by descriptor: whatever is done takes the same time however many there are.
package struct IdleQueue {
  private struct Links {
    var previous: Int
    var next: Int
  }

  /// The ring's ends meet at 0; descriptor n has place n + 1. A place that is not in the ring is
  /// linked to itself.
  private var links = [Links(previous: 0, next: 0)]

  package init() {}

  /// The descriptor that has waited longest; `nil` if none waits.
  package var first: Int32? { links[0].next == 0 ? nil : Int32(links[0].next - 1) }

  /// Puts a descriptor last, also one that is here already.
  package mutating func append(_ descriptor: Int32) {
    let place = Int(descriptor) + 1
    while links.count <= place {
      links.append(Links(previous: links.count, next: links.count))
    }
    unlink(place)
    let last = links[0].previous
    links[place] = Links(previous: last, next: 0)
    links[last].next = place
    links[0].previous = place
  }

  /// Takes a descriptor out, if it is here.
  package mutating func remove(_ descriptor: Int32) {
    let place = Int(descriptor) + 1
    guard place < links.count else { return }
    unlink(place)
    links[place] = Links(previous: place, next: place)
  }

  private mutating func unlink(_ place: Int) {
    let (previous, next) = (links[place].previous, links[place].next)
    links[previous].next = next
    links[next].previous = previous
  }
}
