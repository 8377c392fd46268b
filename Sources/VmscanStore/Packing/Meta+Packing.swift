import VmscanModel

extension DataListInfo {
  static func pack(_ lists: [DataListInfo]) -> [UInt8] {
    var packer = Packer()
    packer.put(list: lists) { packer, list in
      packer.put(list.name)
      packer.put(list.date)
      packer.put(list.entries)
    }
    return packer.bytes
  }

  static func unpack(_ bytes: [UInt8]) throws -> [DataListInfo] {
    var unpacker = Unpacker(bytes, of: "the data lists of a run")
    return try unpacker.list {
      DataListInfo(name: try $0.string(), date: try $0.string(), entries: try $0.int())
    }
  }
}

extension OwnDomains {
  var packed: [UInt8] {
    var packer = Packer()
    packer.put(list: domains) { $0.put($1) }
    packer.put(isInferred)
    return packer.bytes
  }

  init(packed: [UInt8]) throws {
    var unpacker = Unpacker(packed, of: "the own domains of a run")
    self.init(
      domains: try unpacker.list { try $0.string() }, isInferred: try unpacker.flag())
  }
}
