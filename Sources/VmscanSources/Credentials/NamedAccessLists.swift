import VmscanFormats
import VmscanModel

/// Named access lists of `acl.conf`.
struct NamedAccessLists {
  private var lists: [ByteText: [AccessList.Rule]] = [:]
  /// Asterisk has no list at all: the file is missing or refused, or one of its lines is.
  ///
  /// A list that is named keeps nobody out then, where one that is only unknown keeps out everybody
  /// (`ast_named_acl_find`). In a copied configuration the file may only not have been copied.
  private var areLost = false

  init(_ files: inout CredentialFiles) {
    let file = files.load("acl.conf")
    guard let file, file.isUsable else {
      areLost = file != nil || !files.isCopy
      return
    }
    for section in file.conf.visibleSections {
      // `general` is kept apart for settings, of which there are none.
      var wrong: Origin? = section.name == Array("general".utf8) ? file.origin(section) : nil
      var rules: [AccessList.Rule] = []
      for variable in section.variables where wrong == nil {
        let permits = variable.isNamed("permit")
        if !permits && !variable.isNamed("deny")
          || !AccessList.append(variable.value, permits: permits, to: &rules)
        {
          wrong = file.origin(variable)
        }
      }
      if let wrong {
        areLost = true
        lists = [:]
        files.add(
          CredentialFault(
            .restPartly, at: wrong, lost: "all lists of acl.conf",
            detail: "One line that is refused loses all of them, and a lost list keeps nobody out.")
        )
        return
      }
      lists[ByteText(bytes: section.name)] = rules
    }
  }

  /// Adds `permit`, `deny` and `acl` lines, in order.
  ///
  /// `skipsEmpty` is for endpoints of PJSIP and devices of chan_sip, to which an empty line is none; others
  /// find no address in it, or look for a list without a name, which nobody passes.
  /// - Returns: whether all of it can be read, and no list is named twice.
  func fill(
    _ list: inout AccessList, from variables: some BidirectionalCollection<ConfVariable>,
    prefix: String = "", skipsEmpty: Bool = false
  ) -> Bool {
    var isValid = true
    var seen: Set<ByteText> = []
    for variable in variables {
      guard let name = Self.key(variable.name, prefix: prefix),
        !skipsEmpty || !variable.value.isEmpty
      else { continue }
      switch name {
      case "permit": isValid = list.append(variable.value, permits: true) && isValid
      case "deny": isValid = list.append(variable.value, permits: false) && isValid
      default:
        let comma = UInt8(ascii: ",")
        for part in variable.value.split(separator: comma, omittingEmptySubsequences: false) {
          // Blanks behind a name belong to it.
          let name = ByteText(bytes: part.drop { $0 == 0x20 || $0 == 0x09 })
          guard seen.insert(name.lowercased).inserted else {
            isValid = false
            continue
          }
          guard !areLost else { continue }
          if let rules = lists[name] {
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
