import FoundationEssentials

/// Reads a file of the repository as lines, found from this file's place.
func repositoryLines(_ path: String, file: String = #filePath) throws -> [String] {
  let folder = "/Tests/VmscanAssessmentTests/"
  let root = file.firstRange(of: folder).map { String(file[..<$0.lowerBound]) } ?? ""
  let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
  return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

/// A repeatable source of random numbers (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
