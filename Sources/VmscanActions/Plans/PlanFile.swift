import Crypto
package import VmscanModel

/// A plan as a file for four-eyes review: a line each for header, folders and exclusions, and a
/// last line with totals and the SHA-256 of everything before it.
package enum PlanFile {
  /// The last line.
  struct Trailer: Codable {
    var totals: PlanTotals
    var digest: String
  }

  /// The digest of a plan in memory; the same as that of its file.
  package static func digest(of plan: PurgePlan) throws -> String {
    var hash = SHA256()
    for line in try lines(of: plan) { hash.update(data: line) }
    hash.update(data: try CanonicalJSON.encode(plan.totals))
    return hex(hash.finalize())
  }

  /// The whole file.
  package static func bytes(of plan: PurgePlan) throws -> [UInt8] {
    let trailer = Trailer(totals: plan.totals, digest: try digest(of: plan))
    return try lines(of: plan).flatMap { $0 } + CanonicalJSON.encode(trailer) + [0x0A]
  }

  private static func lines(of plan: PurgePlan) throws -> [[UInt8]] {
    var lines = [try CanonicalJSON.encode(plan.header) + [0x0A]]
    for folder in plan.folders.sorted() {
      lines.append(try [0x46, 0x20] + CanonicalJSON.encode(folder) + [0x0A])
    }
    for exclusion in plan.exclusions {
      lines.append(try [0x58, 0x20] + CanonicalJSON.encode(exclusion) + [0x0A])
    }
    return lines
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
