import Crypto
package import VmscanModel
package import VmscanSystem

/// Writes a plan line by line, so that it is never held whole, and sums it up on the way.
package struct PlanWriter {
  private static let bufferSize = 1 << 16

  private let file: Descriptor
  private let files: any FileOperations
  private var hash = SHA256()
  private let headerDigest: String
  private var pending: [UInt8] = []
  /// Bytes of `pending` that are in the digest or, as the header's, not part of it.
  private var hashed = 0
  package var review: PlanReview

  /// Begins the plan in an empty file; folders and exclusions follow in the plan's order.
  package init(
    _ header: PlanHeader, to file: Descriptor, files: any FileOperations = PosixFileOperations()
  ) throws {
    self.file = file
    self.files = files
    review = PlanReview(header: header)
    let line = try CanonicalJSON.encode(header)
    headerDigest = PlanFile.digest(of: line)
    hash.update(data: try CanonicalJSON.encode(header.timeless))
    pending = line + [0x0A]
    hashed = pending.count
  }

  package mutating func add(_ folder: PlannedFolder) throws {
    try put([0x46, 0x20] + PlanLine.encode(folder) + [0x0A])
    review.add(folder)
  }

  package mutating func add(_ exclusion: PlanExclusion) throws {
    try put([0x58, 0x20] + CanonicalJSON.encode(exclusion) + [0x0A])
    review.add(exclusion)
  }

  /// Ends the plan with its totals and its digest.
  package consuming func finish() throws -> StoredPlan {
    hash.update(data: pending[hashed...])
    hash.update(data: try CanonicalJSON.encode(review.totals))
    let digest = PlanFile.hex(hash.finalize())
    let trailer = PlanFile.Trailer(totals: review.totals, digest: digest, header: headerDigest)
    pending += try CanonicalJSON.encode(trailer) + [0x0A]
    try flush()
    return StoredPlan(file: file, files: files, review: review, digest: digest)
  }

  private mutating func put(_ line: [UInt8]) throws {
    pending += line
    if pending.count > Self.bufferSize {
      hash.update(data: pending[hashed...])
      try flush()
    }
  }

  private mutating func flush() throws {
    try files.write(pending, to: file)
    pending.removeAll(keepingCapacity: true)
    hashed = 0
  }
}
