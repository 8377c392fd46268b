import VmscanFormats
import VmscanModel

/// Which modules `modules.conf` lets Asterisk load: `noload` wins over every `load`, with `.so` or
/// without, and without the file everything is loaded.
struct ModulePlan {
  private var autoload = true
  private var named: Set<String> = []
  private var excluded: [String: Origin] = [:]
  private var autoloadOrigin: Origin?
  private var isRefused = false

  init(_ file: CredentialFile?) {
    guard let file else { return }
    isRefused = !file.isUsable
    guard file.isUsable, let section = file.conf.section("modules") else { return }
    autoload = false
    for variable in section.variables {
      if variable.isNamed("autoload") {
        autoload = AsteriskWords.isTrue(variable.value)
        autoloadOrigin = file.origin(variable)
      } else if variable.isNamed("noload") {
        excluded[Self.name(variable.value)] = file.origin(variable)
      } else if variable.isNamed("load") || variable.isNamed("preload")
        || variable.isNamed("require") || variable.isNamed("preload-require")
      {
        named.insert(Self.name(variable.value))
      }
    }
  }

  func loads(_ module: String) -> Bool {
    guard !isRefused, excluded[module] == nil else { return false }
    return autoload || named.contains(module)
  }

  /// The line that keeps a module out.
  func origin(keepingOut module: String) -> Origin? { excluded[module] ?? autoloadOrigin }

  private static func name(_ value: [UInt8]) -> String {
    let text = String(decoding: value, as: UTF8.self).lowercased()
    return text.hasSuffix(".so") ? String(text.dropLast(3)) : text
  }
}

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
