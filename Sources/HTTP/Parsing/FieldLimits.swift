/// The bounds of one field section.
struct FieldLimits {
  var bytes: Int
  var count: Int
}
