extension Packer {
  package mutating func put(_ subject: FindingSubject) {
    switch subject {
    case .system: put(byte: 1)
    case .context(let name):
      put(byte: 2)
      put(name)
    case .mailbox(let id):
      put(byte: 3)
      put(id.context)
      put(id.mailbox)
    case .file(let path):
      put(byte: 4)
      put(path)
    case .device(let id):
      put(byte: 5)
      put(id.text)
    }
  }
}

extension Unpacker {
  package mutating func subject() throws -> FindingSubject {
    switch try byte() {
    case 1: return .system
    case 2: return .context(try text())
    case 3: return .mailbox(MailboxID(context: try text(), mailbox: try text()))
    case 4: return .file(try text())
    case 5:
      guard let id = DeviceID(parsing: try text()) else { throw damage }
      return .device(id)
    default: throw damage
    }
  }
}
