import VmscanAssessment
import VmscanModel
import VmscanReports

extension Explanation {
  func configurationSection() -> FactSection? {
    guard let box = configured else {
      let isSeen = directory.map {
        !$0.folders.isEmpty || !$0.problems.contains(where: \.hidesData)
      }
      return FactSection(
        title: "Configuration",
        rows: [
          Fact(
            label: "mailbox",
            value: isSeen ?? false ? "not configured: an orphaned directory" : "not configured")
        ])
    }
    let inherited: Sentence =
      box.inheritedFrom.map { ", inherited from section [\(context: $0)]" } ?? ""
    return FactSection(
      title: "Configuration",
      rows: [
        Fact(
          label: "defined", value: "in \(word: Self.name(of: box.source))\(inherited)",
          origin: "\(box.origin)"),
        Fact(
          label: "full name", value: box.fullName.orNone { .name($0) }, origin: "\(box.origin)"),
        fact("attach", box.attach), fact("delete after e-mail", box.deleteAfterEmail),
        fact("attachment format", box.attachFormat, whenEmpty: "the first one recorded"),
        fact("messages per folder", box.maxMessages),
        fact("kept in Deleted", box.backupDeleted), fact("shortest message, s", box.minSeconds),
        fact("mail external recordings", box.attachExternalRecordings),
        fact("move heard to Old", box.moveHeard), fact("sender", box.serverEmail) { .address($0) },
        fact("time zone", box.timeZone),
      ])
  }

  private static func name(of source: ConfiguredMailbox.Source) -> String {
    switch source {
    case .voicemailConf: "voicemail.conf"
    case .usersConf: "users.conf"
    case .realtime: "a realtime table"
    }
  }

  func destinationSection() -> FactSection? {
    guard let box = configured else { return nil }
    let classifier = site.classifier
    var rows = box.emailAddresses.map { address in
      let found = classifier.classify(address)
      return Fact(
        label: address.orNone { .address($0) },
        value: "\(word: found.destinationClass.rawValue): \(word: found.reason)",
        origin: "\(box.origin)")
    }
    if let pager = box.pagerAddress {
      let found = classifier.classify(pager)
      rows.append(
        Fact(
          label: "pager \(address: pager)",
          value:
            "\(word: found.destinationClass.rawValue): \(word: found.reason); never gets audio",
          origin: "\(box.origin)"))
    }
    if rows.isEmpty { rows = [Fact(label: "none", value: "no e-mail is sent")] }
    let domains = site.ownDomains.domains
    rows.append(
      Fact(
        label: "own domains",
        value: domains.isEmpty
          ? "none known" : Sentence(joining: domains.map { "\(domain: ByteText($0))" }),
        origin: site.ownDomains.isInferred ? "inferred" : "settings"))
    return FactSection(title: "Where voicemail goes", rows: rows)
  }

  func pinSection() -> FactSection? {
    guard let box = configured else { return nil }
    let numbers =
      (site.settings.assessment.phoneNumbers[box.id] ?? [])
      + site.configuration.ownerNumbers[box.id]
    let weaknesses = PINJudge(settings: site.settings.assessment)
      .weaknesses(of: box.pin, mailbox: box.id, phoneNumbers: numbers)
    let (place, origin): (Sentence, Sentence) =
      switch box.pinOrigin {
      case .configuration(let origin): ("the configuration", "\(origin)")
      case .secretFile(let origin): ("the mailbox's secret.conf", "\(origin)")
      case .configurationFallback(let origin):
        ("the configuration, since secret.conf has none", "\(origin)")
      case .unreadable(let path): ("a file that cannot be read; not judged", "\(path: path)")
      }
    var rows = [Fact(label: "kept in", value: place, origin: origin)]
    if box.pinOrigin.isKnown {
      rows += weaknesses.map {
        Fact(label: "\(word: $0.severity.rawValue)", value: "\(secret: $0.summary)")
      }
      if weaknesses.isEmpty { rows.append(Fact(label: "judged", value: "no weakness found")) }
    }
    return FactSection(title: "PIN", rows: rows)
  }

  func spoolSection(_ facts: MailboxFacts) -> FactSection {
    guard let directory else {
      let why: Sentence =
        id.isSafePath
        ? "none: nothing was ever recorded for it"
        : "not looked at: no path is built of such a name"
      return FactSection(title: "Spool", rows: [Fact(label: "directory", value: why)])
    }
    let path = "\(site.spool)/\(directory.id.context)/\(directory.id.mailbox)"
    var rows = [Fact(label: "directory", value: "\(path: path)")]
    if let table = directory.table {
      rows.append(
        Fact(label: "messages", value: "rows of a database table", origin: "\(path: table)"))
    }
    rows += facts.folders.map { folder in
      let oldest: Sentence = folder.oldest.map { ", the oldest from \(day: $0)" } ?? ""
      return Fact(
        label: "\(folder.folder)", value: "\(word: Wording.amount(folder.totals))\(oldest)")
    }
    rows.append(
      Fact(
        label: "as Asterisk counts",
        value: facts.isPartial ? "at least \(Self.counts(facts))" : Self.counts(facts)))
    rows += EmailGrade.allCases.compactMap { grade in
      facts.grades[grade].flatMap {
        $0.messages == 0
          ? nil
          : Fact(label: "\(word: grade.rawValue)", value: "\(word: Wording.amount($0))")
      }
    }
    return FactSection(title: "Spool", rows: rows)
  }

  private static func counts(_ facts: MailboxFacts) -> Sentence {
    "\(facts.counts.new) new (\(facts.counts.urgent) urgent), \(facts.counts.old) old"
  }

  private func fact<Value>(
    _ label: Sentence, _ setting: Setting<Value>, whenEmpty: Sentence = "none",
    as argument: (ByteText) -> Sentence.Argument = { .setting($0) }
  ) -> Fact {
    let value: Sentence =
      switch setting.value {
      case let flag as Bool: flag ? "yes" : "no"
      case let text as ByteText: text.isEmpty ? whenEmpty : Sentence(argument(text))
      default: "\(word: "\(setting.value)")"
      }
    return Fact(
      label: label, value: value, origin: setting.origin.map { "\($0)" } ?? "Asterisk default")
  }
}
