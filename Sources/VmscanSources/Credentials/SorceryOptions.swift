import VmscanFormats
import VmscanModel

/// Options of PJSIP objects and the values Asterisk takes for them.
///
/// One unknown option or refused value and the object is not loaded, so that an endpoint which
/// looks open may not exist. Names are those of the documentation Asterisk 16.28 and 22.10 ship;
/// which values are taken was tried out option by option on both.
enum SorceryOptions {
  enum Values {
    case any
    /// An unsigned number up to the one given.
    case number(upTo: UInt32)
    /// A number not below the one given.
    case atLeast(Int32)
    /// What begins with a number, as `sscanf` reads it.
    case scanned
    /// A decimal number and nothing behind it.
    case decimal
    /// One of these in any case.
    case oneOf([String])
    /// One of these as they are written here.
    case exactly([String])
    /// One of these, or what begins with a number.
    case wordOrNumber([String])
    /// A comma list of these; empty members count only where `emptyCounts`.
    case listOf([String], emptyCounts: Bool)
    /// Nothing, or a comma list that has members.
    case members
    case addresses
    /// Codecs, `all`, with a size behind a colon; `disallow` may be empty.
    case codecs(mayBeEmpty: Bool)
    /// `operation: union, keep: first`; a union is not taken everywhere.
    case codecPreferences(takesUnion: Bool)
    /// Nothing, or a word and its value.
    case assignment
    /// Addresses of SIP.
    case uris
    /// Characters that the user part of an address may hold.
    case uriUser
    /// Networks, addresses and names of hosts.
    case hosts
    /// A header and what it must hold.
    case header
    /// Nothing, or a file or directory that is there.
    case file
  }

  /// Why Asterisk does not load an object, as each of its lines says and all of them together.
  ///
  /// A file counts as missing only where it can be looked for (see `CredentialFiles.lacks`).
  static func fault(
    of object: SorceryObject, type: String, _ files: CredentialFiles,
    _ profiles: GeolocationProfiles
  ) -> LoadFault? {
    guard let known = options[type] else { return nil }
    let isOld = files.rules.isOldPJSIP
    for variable in object.variables where variable.name.first != UInt8(ascii: "@") {
      let name = String(
        decoding: ByteText(bytes: variable.name).lowercased.bytes, as: UTF8.self)
      if name == "type" { continue }
      guard let newest = known[name] else {
        if type == "phoneprov" { continue }
        return .unknownOption
      }
      if name == "external_signaling_hostname", !files.rules.hasSignalingHostname {
        return .unknownOption
      }
      if isOld, newer.contains(name), type != "aor" || name == "qualify_2xx_only" {
        return .unknownOption
      }
      switch isOld ? old[name] ?? newest : newest {
      case .file: if files.lacks(variable.value) { return .missingFile }
      case let values: if !takes(variable.value, values) { return .badValue }
      }
    }
    switch type {
    case "endpoint":
      if clashes(object, isOld: isOld) { return .badValue }
      return namesMissingProfile(object, profiles) ? .missingFile : nil
    case "identify": return matchesNothing(object) ? .badValue : nil
    default: return nil
    }
  }

  /// Of profiles the last line counts, of files each.
  private static func namesMissingProfile(
    _ object: SorceryObject, _ profiles: GeolocationProfiles
  ) -> Bool {
    (["geoloc_incoming_call_profile", "geoloc_outgoing_call_profile"] as [StaticString]).contains {
      let name = object.text($0)
      return !name.isEmpty && !profiles.has(name)
    }
  }

  /// Values that are refused together, as `sip_endpoint_apply_handler` has them.
  private static func clashes(_ object: SorceryObject, isOld: Bool) -> Bool {
    if object.variables.isTrue("dtls_auto_generate_cert"), !object.text("dtls_cert_file").isEmpty {
      return true
    }
    func number(_ name: StaticString, default usual: UInt32 = 0) -> UInt32 {
      object.last(name).map { AsteriskWords.unsigned($0.value) ?? 0 } ?? usual
    }
    let first = number("rtp_port_start")
    let last = number("rtp_port_end")
    if first != 0 || last != 0, first < 1024 || last <= first { return true }
    // The order that a preferred codec alone needs is the default.
    if !isOld, object.variables.isTrue("preferred_codec_only"),
      let order = object.last("incoming_call_offer_pref"), order.value != Array("local".utf8)
    {
      return true
    }
    return number("timers_sess_expires", default: 1800) < number("timers_min_se", default: 90)
  }

  /// `ip_identify_apply_handler`: no endpoint, or nothing to know it by.
  private static func matchesNothing(_ object: SorceryObject) -> Bool {
    object.text("endpoint").isEmpty
      || object.text("match_header").isEmpty && object.text("match_request_uri").isEmpty
        && !object.variables.all("match").contains { !SorceryObject.list($0.value).isEmpty }
  }
}
