extension String {
  /// The directory that a path lies in, as the text gives it (`dirname(3)`); `.` for a bare name.
  package var parentDirectory: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}
