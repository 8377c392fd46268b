package import VmscanModel

/// What is known about the mails of one mailbox when `delete=yes` is asked for.
package struct DeleteSafetyFacts: Sendable {
  package var mailbox: ConfiguredMailbox
  /// Class of each address of the e-mail field, in order; blank ones left out.
  package var destinations: [DestinationClass]
  /// Mails of this mailbox that failed within `failureWindow`, by evidence.
  package var recentFailures = 0
  /// Holds in force that cover messages of the mailbox, by title.
  package var holds: [String] = []
  /// Rule of the policy that keeps new messages for a time, by name.
  package var legalMinimum: String?

  package init(mailbox: ConfiguredMailbox, destinations: [DestinationClass]) {
    self.mailbox = mailbox
    self.destinations = destinations
  }
}

/// What is known about the site.
package struct DeleteSafetySite: Sendable {
  package var general: GeneralOptions
  package var asterisk: AsteriskSettings
  /// What gave FreePBX away; `nil` when it is not there.
  package var freePBX: String?
  /// Layouts that a PIN change by phone damages, one sentence each.
  package var rewriteHazards: [String] = []
  /// A command supplies configuration here; `nil` when none does.
  package var execInclude: Origin?
  /// The program of `mailcmd`, when it is not there or may not be run.
  package var missingMailProgram: String?
  package var hasSox = true
  package var failureWindow = Age.days(30)
  /// The edit also sets `attach=yes`.
  package var withAttach = false

  package init(general: GeneralOptions, asterisk: AsteriskSettings) {
    self.general = general
    self.asterisk = asterisk
  }
}

/// Says what speaks against letting Asterisk delete a mailbox's messages once they are mailed.
///
/// `delete=yes` removes the message whether or not the mail went out, whether or not it carried the
/// recording, and even without any address (`notify_new_message`).
package struct DeleteSafetyJudge: Sendable {
  let site: DeleteSafetySite

  package init(_ site: DeleteSafetySite) { self.site = site }

  /// Reasons against switching it on, the gravest first.
  package func refusals(_ facts: DeleteSafetyFacts) -> [ConfigEditRefusal] {
    addressRefusals(facts) + audioRefusals(facts) + keepingRefusals(facts)
      + wrongMessageRefusals(facts) + siteRefusals() + editRefusals(facts.mailbox)
  }

  /// Reasons against editing the line of a mailbox at all, also to switch it off.
  package func editRefusals(_ mailbox: ConfiguredMailbox) -> [ConfigEditRefusal] {
    guard let trace = site.freePBX else { return [] }
    return [
      ConfigEditRefusal(
        .freePBX, "FreePBX owns voicemail.conf (\(trace)) and writes it anew from its pages",
        remedy: "in FreePBX open Applications, Extensions, \(mailbox.id.mailbox), Voicemail, "
          + "set Delete Voicemail, then Submit")
    ]
  }

  private func addressRefusals(_ facts: DeleteSafetyFacts) -> [ConfigEditRefusal] {
    guard !facts.destinations.isEmpty else {
      let pager = facts.mailbox.pagerAddress != nil
      return [
        ConfigEditRefusal(
          .noAddress,
          pager
            ? "there is a pager address only, and a page never holds the recording"
            : "there is no e-mail address, so every message would be lost",
          remedy: "give the mailbox an e-mail address first")
      ]
    }
    var refusals: [ConfigEditRefusal] = []
    if facts.destinations.contains(.undeliverable) {
      refusals.append(
        ConfigEditRefusal(
          .undeliverableAddress, "an address cannot receive mail",
          remedy: "correct the address first"))
    }
    if facts.recentFailures > 0 {
      let number = facts.recentFailures == 1 ? "1 mail" : "\(facts.recentFailures) mails"
      refusals.append(
        ConfigEditRefusal(
          .recentFailures, "\(number) of the last \(site.failureWindow) failed",
          remedy: "find the cause in the mail log first"))
    }
    let privateOnes = facts.destinations.filter { $0 == .personal || $0 == .disposable }
    if let one = privateOnes.first {
      refusals.append(
        ConfigEditRefusal(
          .personalDestination,
          one == .disposable
            ? "the only copy would lie in a throw-away mailbox"
            : "the only copy would lie in a personal mailbox",
          remedy: "give the mailbox an address of the organisation"))
    }
    if facts.destinations.contains(.external) || facts.destinations.contains(.lookAlike) {
      refusals.append(
        ConfigEditRefusal(
          .externalDestination, "the only copy would lie with another organisation",
          remedy: "approve the domain in the settings, or change the address"))
    }
    return refusals
  }

  private func audioRefusals(_ facts: DeleteSafetyFacts) -> [ConfigEditRefusal] {
    let mailbox = facts.mailbox
    var refusals: [ConfigEditRefusal] = []
    if !mailbox.attach.value, !site.withAttach {
      refusals.append(
        ConfigEditRefusal(
          .attachOff, "its mails do not carry the recording",
          remedy: "add --with-attach, which sets attach=yes in the same edit"))
    }
    let format = mailbox.attachFormat.value
    if site.general.attachment(of: format) == .missing {
      refusals.append(
        ConfigEditRefusal(
          .formatNotRecorded,
          "attachfmt '\(format)' is only a part of a recorded format, so the mail may hold no audio",
          remedy: "set attachfmt to one of the formats in 'format'"))
    }
    if MailboxGain.isSet(mailbox.volumeGain.value), !site.hasSox {
      refusals.append(
        ConfigEditRefusal(
          .volumeGain, "volgain is set and there is no sox to apply it",
          remedy: "install sox, or set volgain to 0"))
    }
    return refusals
  }

  private func keepingRefusals(_ facts: DeleteSafetyFacts) -> [ConfigEditRefusal] {
    var refusals: [ConfigEditRefusal] = []
    if let hold = facts.holds.first {
      refusals.append(
        ConfigEditRefusal(
          .held, "a legal hold covers it: \(hold)", remedy: "release the hold first"))
    }
    if let rule = facts.legalMinimum {
      refusals.append(
        ConfigEditRefusal(
          .legalMinimum, "rule '\(rule)' keeps new messages for a time",
          remedy: "use deleteAfterConfirmedEmail, which respects it"))
    }
    return refusals
  }

  private func wrongMessageRefusals(_ facts: DeleteSafetyFacts) -> [ConfigEditRefusal] {
    var refusals: [ConfigEditRefusal] = []
    if facts.mailbox.attachExternalRecordings.value {
      refusals.append(
        ConfigEditRefusal(
          .externalRecordings,
          "with attachextrecs an added recording can delete an unrelated message",
          remedy: "remove attachextrecs=yes first"))
    }
    if facts.mailbox.id.mailbox.bytes.contains(where: { !(0x30...0x39).contains($0) }) {
      refusals.append(
        ConfigEditRefusal(
          .lettersInName, "a call that spells the name otherwise deletes another message",
          remedy: "give the mailbox a number"))
    }
    return refusals
  }

  private func siteRefusals() -> [ConfigEditRefusal] {
    var refusals: [ConfigEditRefusal] = []
    if let program = site.missingMailProgram {
      refusals.append(
        ConfigEditRefusal(
          .noMailProgram, "mailcmd runs '\(program)', which cannot be run here",
          remedy: "install it or correct mailcmd"))
    }
    if site.asterisk.storage.value != .file {
      refusals.append(
        ConfigEditRefusal(
          .otherStorage, "messages are not stored in files, or not for certain",
          remedy: "nothing is known of how it behaves there; leave it off"))
    }
    if let origin = site.execInclude {
      refusals.append(
        ConfigEditRefusal(
          .execInclude, "a command supplies configuration at \(origin) and may define it first",
          remedy: "change the mailbox where that command takes it from"))
    }
    if let hazard = site.rewriteHazards.first {
      let more = site.rewriteHazards.count > 1 ? " (and \(site.rewriteHazards.count - 1) more)" : ""
      refusals.append(
        ConfigEditRefusal(
          .rewriteHazard, hazard + more,
          remedy: "mend the layout, or consent with --override rewrite-hazard"))
    }
    return refusals
  }
}

/// `volgain` as Asterisk reads it: a number, 0 when it is none.
enum MailboxGain {
  static func isSet(_ text: ByteText) -> Bool {
    let shown = String(decoding: text.stripped.bytes, as: UTF8.self)
    return Double(shown).map { $0 != 0 } ?? shown.contains { $0.isNumber && $0 != "0" }
  }
}
