import Glibc
package import VmscanModel

/// An access list as Asterisk evaluates it (`ast_append_acl`, `ast_apply_acl`).
///
/// Rules of one list are tried in order and the last that matches counts; without a match the
/// address passes. Of several lists, each named one for itself, all must let it pass.
package struct AccessList: Sendable, Hashable {
  package struct Rule: Sendable, Hashable {
    /// 4 or 16 bytes.
    package var network: [UInt8]
    package var mask: [UInt8]
    package var permits: Bool

    /// Leading one bits of the mask.
    package var length: Int {
      var count = 0
      for byte in mask {
        count += (~byte).leadingZeroBitCount
        if byte != 0xFF { break }
      }
      return count
    }

    func matches(_ address: [UInt8]) -> Bool {
      address.count == network.count
        && zip(zip(address, mask), network).allSatisfy { $0.0 & $0.1 == $1 }
    }
  }

  /// The rules written beside each other.
  package var own: [Rule] = []
  /// Named lists.
  package var named: [[Rule]] = []
  /// A list is named that does not exist: nobody passes.
  package var isShut = false

  package init() {}

  package var isEmpty: Bool { own.isEmpty && named.isEmpty && !isShut }

  /// Adds a `permit` or `deny` line, a comma list.
  ///
  /// - Returns: whether every part of it is an address; what stands behind one that is none is lost.
  package mutating func append(_ value: [UInt8], permits: Bool) -> Bool {
    Self.append(value, permits: permits, to: &own)
  }

  package static func append(_ value: [UInt8], permits: Bool, to rules: inout [Rule]) -> Bool {
    let parts = value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    for part in parts {
      var text = part
      var sense = permits
      while text.first == UInt8(ascii: "!") {
        sense.toggle()
        text = text.dropFirst()
      }
      guard let rule = rule(text, permits: sense) else { return false }
      rules.append(rule)
    }
    return true
  }

  private static func rule(_ text: ArraySlice<UInt8>, permits: Bool) -> Rule? {
    let parts = text.split(
      separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = address(first) else { return nil }
    var mask = [UInt8](repeating: 0xFF, count: address.count)
    if parts.count == 2 {
      guard let given = self.mask(parts[1], bytes: address.count) else { return nil }
      mask = given
    }
    return Rule(
      network: zip(address, mask).map { $0 & $1 }, mask: mask, permits: permits)
  }

  private static func mask(_ text: ArraySlice<UInt8>, bytes: Int) -> [UInt8]? {
    if text.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }) {
      return address(text).flatMap { $0.count == bytes ? $0 : nil }
    }
    let digits = text.prefix { $0 >= 0x30 && $0 <= 0x39 }
    guard let length = Int(String(decoding: digits, as: UTF8.self)), length <= bytes * 8 else {
      return nil
    }
    return (0..<bytes).map { index in
      let bits = min(max(length - index * 8, 0), 8)
      return bits == 0 ? 0 : 0xFF << UInt8(8 - bits)
    }
  }

  /// 4 or 16 bytes of a numeric address, in brackets or not; `nil` for anything else.
  package static func address(_ text: some Collection<UInt8>) -> [UInt8]? {
    var bytes = Array(text)
    if bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") {
      bytes = Array(bytes.dropFirst().dropLast())
    }
    guard !bytes.isEmpty, !bytes.contains(0),
      !bytes.contains(where: { $0 <= 32 || $0 > 126 })
    else { return nil }
    let name = bytes.map { CChar(bitPattern: $0) } + [0]
    var four = in_addr()
    if inet_pton(AF_INET, name, &four) == 1 || inet_aton(name, &four) != 0 {
      return withUnsafeBytes(of: four.s_addr) { Array($0) }
    }
    var six = in6_addr()
    return inet_pton(AF_INET6, name, &six) == 1 ? withUnsafeBytes(of: six) { Array($0) } : nil
  }

  /// Whether an address of 4 or 16 bytes passes.
  package func permits(_ address: [UInt8]) -> Bool {
    !isShut && Self.verdict(own, address).passes
      && named.allSatisfy { Self.verdict($0, address).passes }
  }

  private static func verdict(
    _ rules: [Rule], _ address: [UInt8]
  ) -> (passes: Bool, rule: Rule?) {
    guard let rule = rules.last(where: { $0.matches(address) }) else { return (true, nil) }
    return (rule.permits, rule)
  }

  // MARK: What passes

  /// An address that no rule names passes, for IPv4 or IPv6.
  ///
  /// One address of each /8, and some of IPv6's wide ranges: a rule narrower than that names
  /// somebody.
  package func isOpen(ipv6: Bool) -> Bool {
    guard !isShut else { return false }
    let probes = ipv6 ? Self.sixes : Self.fours
    let narrow = ipv6 ? 16 : 8
    return probes.contains { probe in
      ([own] + named).allSatisfy { rules in
        let (passes, rule) = Self.verdict(rules, probe)
        return passes && (rule.map { $0.length < narrow } ?? true)
      }
    }
  }

  /// Addresses that a narrow rule lets in and that pass in fact.
  package var namedAddresses: [Rule] {
    guard !isShut else { return [] }
    return ([own] + named).flatMap { $0 }.filter { rule in
      rule.permits && rule.length >= (rule.network.count == 4 ? 8 : 16) && permits(rule.network)
    }
  }

  package var namesOnlyLoopback: Bool {
    namedAddresses.allSatisfy { rule in
      rule.network.count == 4
        ? rule.network[0] == 127 : rule.network == [UInt8](repeating: 0, count: 15) + [1]
    }
  }

  private static let fours: [[UInt8]] = (1..<224).filter { $0 != 127 }.map {
    [UInt8($0), 200, 77, 33]
  }

  private static let sixes: [[UInt8]] = [0x20, 0x24, 0x26, 0x2A, 0x2C, 0xFD].map { first in
    [first, 0x77, 0x88, 0x99] + [UInt8](repeating: 0x33, count: 12)
  }
}

/// Host and port of a `bindaddr`.
package struct ListenAddress: Sendable, Hashable {
  /// The host as written, without brackets.
  private var written: [UInt8]
  /// 4 or 16 bytes when the host is a numeric address.
  package var address: [UInt8]?
  package var port: Int?

  /// A numeric address in its usual form, as the kernel lists it, so that `::0` is `::`; a name as
  /// written.
  package var shown: ByteText {
    guard var bytes = address else { return ByteText(bytes: written) }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, &bytes, &text, socklen_t(text.count)) != nil else {
      return ByteText(bytes: written)
    }
    return ByteText(bytes: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
  }

  /// The numeric address, or a name that Asterisk looks up; `nil` for what can be neither, such as
  /// `*` or a placeholder that nobody filled in.
  package var host: ByteText? {
    if address != nil { return shown }
    if shown.lowercased == "localhost" { return "127.0.0.1" }
    let isName = written.allSatisfy { byte in
      byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
        || "-._".utf8.contains(byte)
    }
    // Digits and dots that are no address are no name either.
    let isNumeric = written.allSatisfy { $0 == 0x2E || $0 >= 0x30 && $0 <= 0x39 }
    return isName && !isNumeric ? shown : nil
  }

  /// `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address; `nil` when it is empty or
  /// its port is no number.
  package init?(_ value: [UInt8]) {
    var host = value[...]
    var port: Int?
    if value.first == UInt8(ascii: "["), let close = value.firstIndex(of: UInt8(ascii: "]")) {
      host = value[1..<close]
      let rest = value[(close + 1)...]
      if rest.first == UInt8(ascii: ":") {
        guard let number = Self.number(rest.dropFirst()) else { return nil }
        port = number
      } else if !rest.isEmpty {
        return nil
      }
    } else if value.filter({ $0 == UInt8(ascii: ":") }).count == 1,
      let colon = value.firstIndex(of: UInt8(ascii: ":"))
    {
      host = value[..<colon]
      guard let number = Self.number(value[(colon + 1)...]) else { return nil }
      port = number
    }
    guard !host.isEmpty else { return nil }
    written = Array(host)
    self.port = port
    address = AccessList.address(host)
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int? {
    guard !text.isEmpty, text.count <= 5, text.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    return Int(String(decoding: text, as: UTF8.self))
  }
}
