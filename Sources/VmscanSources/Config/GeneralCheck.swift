import VmscanFormats
import VmscanModel

/// Finds what has no or another effect in the sections beside the contexts.
struct GeneralCheck {
  private let conf: LoadedConf
  private let origins: ConfigOrigins
  private(set) var notices: [ConfigNotice] = []

  init(_ conf: LoadedConf, _ origins: ConfigOrigins) {
    self.conf = conf
    self.origins = origins
    checkSections()
    if let general = conf.section("general") { checkGeneral(general) }
    checkZones()
  }

  private mutating func checkSections() {
    var spellings: [ByteText: ByteText] = [:]
    var hasGeneral = false
    for section in conf.visibleSections {
      let origin = origins.origin(section.place)
      if section.isNamed("general") {
        if hasGeneral {
          note(.secondGeneral, origin, "Only the first [general] counts; this one is ignored.")
        }
        hasGeneral = true
        continue
      }
      let name = ByteText(bytes: ConfCarriageReturn.hidingRest(of: section.name))
      if let earlier = spellings[name.lowercased], earlier != name {
        note(
          .caseVariantContext, origin,
          "[\(context: name)] is another context than [\(context: earlier)], but their mailboxes are the same."
        )
      }
      if spellings[name.lowercased] == nil { spellings[name.lowercased] = name }
    }
  }

  private mutating func checkGeneral(_ general: ConfSection) {
    var earlier: [String: ConfVariable] = [:]
    for variable in general.variables {
      let key = OptionNames.key(variable.name)
      let origin = origins.origin(variable)
      if let first = earlier[key] {
        let shadowed = conf.rules.lastValueWins ? first : variable
        let winner = conf.rules.lastValueWins ? variable : first
        note(
          .shadowedGeneralOption, origins.origin(shadowed),
          """
          The option \(setting: MailboxLineCheck.shown(key)) is set again at \
          \(origins.origin(winner)), and that line counts.
          """
        )
      }
      earlier[key] = conf.rules.lastValueWins ? variable : earlier[key] ?? variable
      checkOption(key, variable, origin)
    }
  }

  private mutating func checkOption(_ key: String, _ variable: ConfVariable, _ origin: Origin) {
    if key == "delete" || key == "deletevoicemail" {
      note(.deleteInGeneral, origin, "In [general] the option \(setting: key) has no effect.")
    } else if !OptionNames.general.contains(key) {
      note(
        .unknownOption, origin,
        "The option \(setting: MailboxLineCheck.shown(key)) is not known in [general] and has no effect."
      )
    } else if OptionNames.generalFlags.contains(key), !AsteriskWords.isTrue(variable.value),
      !AsteriskWords.isFalse(variable.value)
    {
      note(
        .untrueFlagWord, origin,
        "The value of \(setting: key) is no word Asterisk knows, so it is off.")
    } else if key == "format" {
      let value = ConfCarriageReturn.hidingRest(of: variable.value)
      for name in RecordingFormats.reduced(value).unknown {
        note(.unknownFormat, origin, "The format \(setting: name) is not known and is dropped.")
      }
    } else if key == "maxmsg", !MailboxLineCheck.isMessageCount(variable.value) {
      let used = MailboxNumbers.maxMessages(variable.value)
      note(
        .invalidMaxMessages, origin,
        "The value of maxmsg is no number from 0 to 9999; \(used) is used.")
    }
    if variable.traits.contains(.gluedSemicolon) {
      note(
        .semicolonCutsLine, origin,
        "A semicolon inside the line begins a comment; the rest is not read.")
    }
  }

  private mutating func checkZones() {
    for variable in conf.section("zonemessages")?.variables ?? [] {
      let isNumber = variable.name.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      let isZone = variable.value.contains(UInt8(ascii: "|")) && !isNumber
      guard !isZone else { continue }
      let looksLikeMailbox = isNumber || variable.value.contains(UInt8(ascii: ","))
      if looksLikeMailbox {
        note(
          .mailboxInZoneMessages, origins.origin(variable),
          "A mailbox stands in [zonemessages], where it is no mailbox.")
      } else {
        note(
          .ignoredLine, origins.origin(variable), "The zone has no format after | and is ignored.")
      }
    }
  }

  private mutating func note(_ kind: ConfigNotice.Kind, _ origin: Origin, _ detail: Sentence) {
    notices.append(ConfigNotice(kind, at: origin, detail: detail))
  }
}
