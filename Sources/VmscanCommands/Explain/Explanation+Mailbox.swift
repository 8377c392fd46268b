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
            value: "not configured" + (isSeen ?? false ? ": an orphaned directory" : ""))
        ])
    }
    let inherited = box.inheritedFrom.map { ", inherited from section [\($0)]" } ?? ""
    return FactSection(
      title: "Configuration",
      rows: [
        Fact(
          label: "defined", value: "in \(Self.name(of: box.source))\(inherited)",
          origin: "\(box.origin)"),
        Fact(
          label: "full name", value: redaction.name(box.fullName).orNone, origin: "\(box.origin)"),
        fact("attach", box.attach), fact("delete after e-mail", box.deleteAfterEmail),
        fact("attachment format", box.attachFormat, whenEmpty: "the first one recorded"),
        fact("messages per folder", box.maxMessages),
        fact("kept in Deleted", box.backupDeleted), fact("shortest message, s", box.minSeconds),
        fact("mail external recordings", box.attachExternalRecordings),
        fact("move heard to Old", box.moveHeard), fact("sender", box.serverEmail),
        fact("time zone", box.timeZone),
      ])
  }

  private static func name(of source: ConfiguredMailbox.Source) -> String {
    switch source {
    case .voicemailConf: "voicemail.conf"
    case .usersConf: "users.conf"
    }
  }

  func destinationSection() -> FactSection? {
    guard let box = configured else { return nil }
    let classifier = site.classifier
    var rows = box.emailAddresses.map { address in
      let found = classifier.classify(address)
      return Fact(
        label: redaction.address(address).orNone,
        value: "\(found.destinationClass.rawValue): \(found.reason)",
        origin: "\(box.origin)")
    }
    if let pager = box.pagerAddress {
      let found = classifier.classify(pager)
      rows.append(
        Fact(
          label: "pager \(redaction.address(pager))",
          value: "\(found.destinationClass.rawValue): \(found.reason); never gets audio",
          origin: "\(box.origin)"))
    }
    if rows.isEmpty { rows = [Fact(label: "none", value: "no e-mail is sent")] }
    let domains = site.ownDomains.domains.joined(separator: ", ")
    rows.append(
      Fact(
        label: "own domains", value: domains.isEmpty ? "none known" : domains,
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
    let (place, origin): (String, String) =
      switch box.pinOrigin {
      case .configuration(let origin): ("the configuration", "\(origin)")
      case .secretFile(let origin): ("the mailbox's secret.conf", "\(origin)")
      case .configurationFallback(let origin):
        ("the configuration, since secret.conf has none", "\(origin)")
      case .unreadable(let path): ("a file that cannot be read; not judged", "\(path)")
      }
    var rows = [Fact(label: "kept in", value: place, origin: origin)]
    if box.pinOrigin.isKnown {
      rows += weaknesses.map { Fact(label: $0.severity.rawValue, value: $0.summary) }
      if weaknesses.isEmpty { rows.append(Fact(label: "judged", value: "no weakness found")) }
    }
    return FactSection(title: "PIN", rows: rows)
  }

  func spoolSection(_ facts: MailboxFacts) -> FactSection {
    guard let directory else {
      let why =
        id.isSafePath
        ? "none: nothing was ever recorded for it"
        : "not looked at: no path is built of such a name"
      return FactSection(title: "Spool", rows: [Fact(label: "directory", value: why)])
    }
    let path = "\(site.spool)/\(directory.id.context)/\(directory.id.mailbox)"
    var rows = [Fact(label: "directory", value: path)]
    rows += facts.folders.map { folder in
      let oldest = folder.oldest.map { ", the oldest from \($0.dateText)" } ?? ""
      return Fact(label: folder.folder.name, value: Wording.amount(folder.totals) + oldest)
    }
    rows.append(
      Fact(
        label: "as Asterisk counts",
        value: (facts.isPartial ? "at least " : "")
          + "\(facts.counts.new) new (\(facts.counts.urgent) urgent), \(facts.counts.old) old"))
    rows += EmailGrade.allCases.compactMap { grade in
      facts.grades[grade].flatMap {
        $0.messages == 0 ? nil : Fact(label: grade.rawValue, value: Wording.amount($0))
      }
    }
    return FactSection(title: "Spool", rows: rows)
  }

  private func fact<Value>(
    _ label: String, _ setting: Setting<Value>, whenEmpty: String = "none"
  ) -> Fact {
    let value =
      switch setting.value {
      case let flag as Bool: flag ? "yes" : "no"
      case let text as ByteText: text.isEmpty ? whenEmpty : text.orNone
      default: "\(setting.value)"
      }
    return Fact(
      label: label, value: value, origin: setting.origin.map { "\($0)" } ?? "Asterisk default")
  }
}
