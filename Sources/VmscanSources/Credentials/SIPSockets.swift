import VmscanFormats
import VmscanModel

/// Where `chan_sip` listens, by `[general]` of `sip.conf`.
struct SIPSockets {
  private(set) var listeners: [Listener] = []
  private(set) var families = AddressFamilies(ipv4: true, ipv6: false)

  init(_ file: CredentialFile, _ general: [ConfVariable], _ files: inout CredentialFiles) {
    let start = file.conf.section("general").map { file.origin($0) } ?? Origin(file: "", line: 0)
    let line = general.last { $0.isNamed("udpbindaddr") || $0.isNamed("bindaddr") }
    let port = general.last("bindport").flatMap {
      AsteriskWords.atoi($0.value) == 0 ? nil : AsteriskWords.atoi($0.value)
    }
    // A name is not looked up, and means all addresses.
    func numeric(_ line: ConfVariable?) -> ListenAddress? {
      line.flatMap { ListenAddress($0.value) }.flatMap { $0.address == nil ? nil : $0 }
    }
    let bound = numeric(line)
    let address = bound?.shown ?? "0.0.0.0"
    let usual = port ?? bound?.port ?? 5060
    guard usual <= 65_535 else { return }
    let origin = line.map { file.origin($0) } ?? start
    add("udp", address, usual, origin)
    if general.isTrue("tcpenable") {
      let own = general.last("tcpbindaddr")
      let tcp = numeric(own)
      add(
        "tcp", tcp?.shown ?? (own == nil ? address : "0.0.0.0"), tcp?.port ?? usual,
        own.map { file.origin($0) } ?? origin)
    }
    let tlsLine = general.last { $0.isNamed("tlsenable") || $0.isNamed("sslenable") }
    if general.isTrue("tlsenable") || general.isTrue("sslenable"),
      files.canServeTLS(.sip, file.origins, general, switchedOnBy: tlsLine)
    {
      let own = general.last { $0.isNamed("tlsbindaddr") || $0.isNamed("sslbindaddr") }
      let tls = numeric(own)
      add(
        "tls", tls?.shown ?? address, tls?.port ?? 5061,
        own.map { file.origin($0) } ?? origin)
    }
  }

  private mutating func add(_ transport: String, _ address: ByteText, _ port: Int, _ origin: Origin)
  {
    let listener = Listener(
      service: .sip, transport: transport, address: address, port: port, isTLS: transport == "tls",
      origin: origin)
    listeners.append(listener)
    if listener.isIPv6 {
      families.ipv6 = true
      // A wildcard IPv6 socket serves IPv4 as well.
      if address != "::" { families.ipv4 = families.ipv4 && transport != "udp" }
    }
  }
}
