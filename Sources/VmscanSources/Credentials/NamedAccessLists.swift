import VmscanFormats
import VmscanModel

/// Named access lists of `acl.conf`.
struct NamedAccessLists {
  private var lists: [ByteText: [AccessList.Rule]] = [:]

  init(_ file: CredentialFile?) {
    guard let file, file.isUsable else { return }
    for section in file.conf.visibleSections {
      var rules: [AccessList.Rule] = []
      for variable in section.variables {
        if variable.isNamed("permit") {
          _ = AccessList.append(variable.value, permits: true, to: &rules)
        } else if variable.isNamed("deny") {
          _ = AccessList.append(variable.value, permits: false, to: &rules)
        }
      }
      lists[ByteText(bytes: section.name)] = rules
    }
  }

  /// Adds `permit`, `deny` and `acl` lines, in order.
  ///
  /// - Returns: whether all of it can be read.
  func fill(
    _ list: inout AccessList, from variables: some BidirectionalCollection<ConfVariable>,
    prefix: String = ""
  ) -> Bool {
    var isValid = true
    for variable in variables {
      guard let name = Self.key(variable.name, prefix: prefix) else { continue }
      switch name {
      case "permit": isValid = list.append(variable.value, permits: true) && isValid
      case "deny": isValid = list.append(variable.value, permits: false) && isValid
      default:
        for part in variable.value.split(separator: UInt8(ascii: ",")) {
          if let rules = lists[ByteText(bytes: part).stripped] {
            list.named.append(rules)
          } else {
            list.isShut = true
          }
        }
      }
    }
    return isValid
  }

  private static func key(_ name: [UInt8], prefix: String) -> String? {
    guard name.count >= prefix.utf8.count + 3 else { return nil }
    let text = String(decoding: ByteText(bytes: name).lowercased.bytes, as: UTF8.self)
    guard text.hasPrefix(prefix) else { return nil }
    let key = String(text.dropFirst(prefix.count))
    return ["permit", "deny", "acl"].contains(key) ? key : nil
  }
}

extension AccessList {
  /// Who passes, without the addresses.
  var reach: AddressReach {
    guard !isShut else { return .nobody }
    let named = namedAddresses
    return AddressReach(
      openToIPv4: isOpen(ipv6: false), openToIPv6: isOpen(ipv6: true),
      someNamed: !named.isEmpty, onlyLoopback: !named.isEmpty && namesOnlyLoopback)
  }
}
