import Crypto
import VmscanModel
package import VmscanSystem

/// Copies a plan out of its reviewed file, checking every line, before anything of it is applied.
package struct PlanImport {
  private let files: any FileOperations
  private let target: Descriptor
  private var hash = SHA256()
  private var review: PlanReview
  private let headerDigest: String
  private var trailer: PlanFile.Trailer?

  /// Reads `source` to its end into `target`, an empty file that nobody else can change.
  ///
  /// - Throws: `PurgeRefusal.planDamaged` with what is wrong, `SystemError`.
  package static func plan(
    from source: Descriptor, into target: Descriptor,
    files: any FileOperations = PosixFileOperations()
  ) throws -> StoredPlan {
    var lines = LineReader(source, files: files)
    guard let first = try lines.next() else {
      throw PurgeRefusal.planDamaged("it is not complete")
    }
    let header = try PlanFile.decoding {
      try CanonicalJSON.decode(PlanHeader.self, from: first)
    }
    guard header.format == PlanHeader.formatVersion else {
      throw PurgeRefusal.planDamaged("its format \(header.format) is not known")
    }
    var work = PlanImport(
      files: files, target: target, review: PlanReview(header: header),
      headerDigest: PlanFile.digest(of: first))
    work.hash.update(data: try CanonicalJSON.encode(header.timeless))
    try files.write(Array(first) + [0x0A], to: target)
    while let line = try lines.next() { try work.take(line) }
    return try work.finish()
  }

  private mutating func take(_ line: ArraySlice<UInt8>) throws {
    guard trailer == nil else { throw PurgeRefusal.planDamaged("lines follow its end") }
    switch line.first {
    case 0x46: review.add(try PlanFile.folder(line))
    case 0x58:
      review.add(
        try PlanFile.decoding {
          try CanonicalJSON.decode(PlanExclusion.self, from: line.dropFirst(2))
        })
    case 0x7B:
      let end = try PlanFile.decoding {
        try CanonicalJSON.decode(PlanFile.Trailer.self, from: line)
      }
      trailer = end
      hash.update(data: try CanonicalJSON.encode(end.totals))
      return try files.write(Array(line) + [0x0A], to: target)
    default: throw PurgeRefusal.planDamaged("a line is of no known kind")
    }
    try keep(line)
  }

  private mutating func keep(_ line: ArraySlice<UInt8>) throws {
    let whole = Array(line) + [0x0A]
    hash.update(data: whole)
    try files.write(whole, to: target)
  }

  private consuming func finish() throws -> StoredPlan {
    guard let trailer else { throw PurgeRefusal.planDamaged("it is not complete") }
    guard PlanFile.hex(hash.finalize()) == trailer.digest, headerDigest == trailer.header else {
      throw PurgeRefusal.planDamaged("its digest does not fit, so it was changed")
    }
    review.totals.considered = trailer.totals.considered
    guard review.totals == trailer.totals else {
      throw PurgeRefusal.planDamaged("its totals are not those of its lines")
    }
    return StoredPlan(file: target, files: files, review: review, digest: trailer.digest)
  }
}
