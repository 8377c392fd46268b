/// Messages per age band, youngest first; see `AgeBand`.
package struct AgeCounts: Sendable, Hashable {
  private var counts = [Int32](repeating: 0, count: AgeBand.all.count)

  /// No message in any band.
  package init() {}

  /// Messages of the band at an index of `AgeBand.all`.
  package subscript(band: Int) -> Int {
    get { Int(counts[band]) }
    set { counts[band] = Int32(clamping: newValue) }
  }

  package static func += (left: inout AgeCounts, right: AgeCounts) {
    for band in left.counts.indices { left.counts[band] &+= right.counts[band] }
  }
}

extension AgeCounts {
  /// The number of bands, then the messages of each.
  package func pack(into packer: inout Packer) {
    packer.put(counts.count)
    for count in counts { packer.put(Int(count)) }
  }

  /// Reads what `pack` wrote, of a version with more or fewer bands too.
  ///
  /// - Throws: when the bytes are damaged.
  package init(from unpacker: inout Unpacker) throws {
    let stored = try unpacker.list { try $0.int() }
    self.init()
    for band in 0..<min(stored.count, counts.count) { self[band] = stored[band] }
  }
}
