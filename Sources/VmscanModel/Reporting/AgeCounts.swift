/// Messages per age band, youngest first; see `AgeBand`.
package struct AgeCounts: Sendable, Hashable {
  /// Room for every band, without an allocation for each folder of a site.
  private var counts = SIMD16<Int32>()

  package init() {}

  package subscript(band: Int) -> Int {
    get { Int(counts[band]) }
    set { counts[band] = Int32(clamping: newValue) }
  }

  package static func += (left: inout AgeCounts, right: AgeCounts) {
    left.counts &+= right.counts
  }
}

extension AgeCounts {
  package func pack(into packer: inout Packer) {
    packer.put(list: AgeBand.all.indices) { $0.put(self[$1]) }
  }

  package init(from unpacker: inout Unpacker) throws {
    self.init()
    for (band, count) in try unpacker.list({ try $0.int() }).prefix(AgeBand.all.count).enumerated()
    {
      self[band] = count
    }
  }
}
