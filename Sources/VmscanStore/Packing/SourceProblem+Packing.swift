import VmscanModel

extension SourceProblem {
  /// The whole problem, which is its own key.
  var packed: [UInt8] {
    var packer = Packer()
    packer.put(path)
    packer.put(optional: line) { $0.put($1) }
    packer.put(kind)
    packer.put(detail)
    packer.put(optional: mailbox) { packer, id in
      packer.put(id.context)
      packer.put(id.mailbox)
    }
    packer.put(hidesData)
    return packer.bytes
  }

  init(packed: [UInt8]) throws {
    var unpacker = Unpacker(packed, of: "a source problem")
    let path = try unpacker.text()
    let line = try unpacker.optional { try $0.int() }
    self.init(
      try unpacker.choice(), path: path, line: line, detail: try unpacker.sentence(),
      mailbox: try unpacker.optional {
        MailboxID(context: try $0.text(), mailbox: try $0.text())
      }, hidesData: try unpacker.flag())
  }
}
