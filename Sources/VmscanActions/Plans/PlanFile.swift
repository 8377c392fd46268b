import Crypto
import VmscanModel
package import VmscanSystem

/// A plan as a file for four-eyes review: a line each for header, folders (`F`) and exclusions
/// (`X`), and a last line with totals and two SHA-256 digests.
///
/// One is of the plan, everything but the times in the header, so that a dry run and the run after
/// it show the same; the other is of the header.
package enum PlanFile {
  /// The last line.
  struct Trailer: Codable {
    var totals: PlanTotals
    /// Of the plan without the times at which it was made.
    var digest: String
    /// Of the first line.
    var header: String
  }

  static func digest(of bytes: some Sequence<UInt8>) -> String {
    hex(SHA256.hash(data: Array(bytes)))
  }

  /// A new file without a name, in a directory where there is room for a plan.
  ///
  /// - Throws: `SystemError`.
  package static func makeNameless(
    in directory: Descriptor, files: any FileOperations = PosixFileOperations()
  ) throws -> Descriptor {
    let name = ByteText("\(namelessPrefix)\(UInt64.random(in: 0...UInt64.max))")
    let file = try files.createFile(name, in: directory, mode: 0o600)
    try files.remove(name, in: directory)
    return file
  }

  private static let namelessPrefix = ".vmscan-plan-"

  /// What to say when a plan without a name could not be written; `nil` for errors on other files.
  package static func explanation(of error: SystemError) -> String? {
    let parts = error.path.bytes.split(separator: 0x2F, omittingEmptySubsequences: false)
    guard parts.last?.starts(with: namelessPrefix.utf8) == true else { return nil }
    let directory = ByteText(bytes: parts.dropLast().joined(separator: [0x2F]))
    let place = directory.isEmpty ? "" : ", in '\(directory)'"
    let remedy =
      error.isFull ? "free some space there" : "that directory must be writable for this user"
    return """
      cannot write the plan beside the history\(place): \(SystemError(error.code))
      \(remedy); nothing was changed
      """
  }

  static func folder(_ line: ArraySlice<UInt8>) throws -> PlannedFolder {
    try decoding { try PlanLine.decode(line.dropFirst(2)) }
  }

  static func decoding<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let refusal as PurgeRefusal {
      throw refusal
    } catch {
      throw PurgeRefusal.planDamaged("a line of it cannot be read")
    }
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
