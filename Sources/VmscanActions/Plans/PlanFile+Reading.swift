import Crypto
package import VmscanModel

extension PlanFile {
  /// Reads a plan back and checks that not a byte of it was changed.
  ///
  /// - Throws: `PurgeRefusal.planDamaged` with what is wrong.
  package static func read(_ bytes: [UInt8]) throws -> (plan: PurgePlan, digest: String) {
    do {
      return try parse(bytes)
    } catch let refusal as PurgeRefusal {
      throw refusal
    } catch {
      throw PurgeRefusal.planDamaged("a line of it cannot be read")
    }
  }

  private static func parse(_ bytes: [UInt8]) throws -> (plan: PurgePlan, digest: String) {
    let lines = bytes.split(separator: 0x0A)
    guard lines.count >= 2, let first = lines.first, let last = lines.last, bytes.last == 0x0A
    else { throw PurgeRefusal.planDamaged("it is not complete") }
    let header = try CanonicalJSON.decode(PlanHeader.self, from: first)
    guard header.format == PlanHeader.formatVersion else {
      throw PurgeRefusal.planDamaged("its format \(header.format) is not known")
    }
    let trailer = try CanonicalJSON.decode(Trailer.self, from: last)
    var plan = PurgePlan(header: header, folders: [], exclusions: [], totals: trailer.totals)
    var hash = SHA256()
    for line in lines.dropLast() {
      hash.update(data: line)
      hash.update(data: [0x0A])
    }
    hash.update(data: try CanonicalJSON.encode(trailer.totals))
    guard hex(hash.finalize()) == trailer.digest else {
      throw PurgeRefusal.planDamaged("its digest does not fit, so it was changed")
    }
    for line in lines.dropFirst().dropLast() {
      switch line.first {
      case 0x46:
        plan.folders.append(try CanonicalJSON.decode(PlannedFolder.self, from: line.dropFirst(2)))
      case 0x58:
        plan.exclusions.append(
          try CanonicalJSON.decode(PlanExclusion.self, from: line.dropFirst(2)))
      default: throw PurgeRefusal.planDamaged("a line is of no known kind")
      }
    }
    return (plan, trailer.digest)
  }

  /// Writes a plan to a new private file; an existing one is never replaced.
  package static func write(
    _ plan: PurgePlan, to name: ByteText, in directory: Descriptor,
    files: any FileOperations = PosixFileOperations()
  ) throws {
    let file = try files.createFile(name, in: directory, mode: 0o600)
    try files.write(try bytes(of: plan), to: file)
    try files.sync(file)
  }
}
