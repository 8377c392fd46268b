package import VmscanModel

extension Sentence.Interpolation {
  /// The name of the error, which is a word of the operating system, behind what was attempted and
  /// the path, where they are known.
  package mutating func appendInterpolation(_ error: SystemError) {
    guard !error.attempt.isEmpty else {
      return appendInterpolation(word: error.description)
    }
    appendInterpolation(word: error.attempt)
    appendLiteral(" '")
    appendInterpolation(path: error.path)
    appendLiteral("': ")
    appendInterpolation(word: SystemError(error.code).description)
  }
}
