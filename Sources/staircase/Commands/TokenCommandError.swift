/// Why a token command did nothing.
enum TokenCommandError: Error, CustomStringConvertible {
  case noDatabase(folder: String)
  case noToken(id: Int)

  var description: String {
    switch self {
    case .noDatabase(let folder): "there is no database in \(folder): name the folder with --data"
    case .noToken(let id): "there is no token \(id): see staircase token list"
    }
  }
}
