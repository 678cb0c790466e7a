/// The errors of a document, as many as are worth telling: a text of another kind has one at every
/// item, and an answer that names them all is many times what was sent.
struct FieldErrors {
  private static let most = 100
  /// Pointers hold keys as they were sent, however long.
  private static let mostBytes = 1 << 16

  private(set) var kept: [FieldError] = []
  private var bytes = 0

  /// Whether what follows is not told, and need not be read.
  var isFull: Bool { kept.count >= Self.most || bytes >= Self.mostBytes }

  /// Those that were kept, and a word at their end if there may be more.
  var told: [FieldError] {
    let note = FieldError(pointer: "", detail: "reading stopped here: there may be more errors")
    return isFull ? kept + [note] : kept
  }

  mutating func add(_ error: FieldError) {
    if isFull { return }
    kept.append(error)
    bytes += error.pointer.utf8.count + error.detail.utf8.count
  }

  mutating func add(_ errors: some Sequence<FieldError>) {
    for error in errors { add(error) }
  }
}
