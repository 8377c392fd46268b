import VmscanFormats
package import VmscanModel

/// Several refusals thrown together.
struct ConfigEditRefusals: Error {
  var list: [ConfigEditRefusal]

  init(_ list: [ConfigEditRefusal]) { self.list = list }

  init(_ reason: ConfigEditRefusal.Reason, _ detail: String, remedy: String) {
    list = [ConfigEditRefusal(reason, detail, remedy: remedy)]
  }
}

extension ConfigEditPlanner {
  /// What keeps every edit from the mailbox, whatever is consented to; empty for one that can be
  /// edited.
  ///
  /// What would fulfil the wish for a realtime mailbox is given as a statement.
  package func obstacles(to wish: ConfigEditWish) -> [ConfigEditRefusal] {
    if let mailbox = view.mailbox(wish.id), mailbox.source == .realtime {
      return [realtime(mailbox, wish).list[0]]
    }
    do throws(ConfigEditRefusals) {
      _ = try editable(wish.id)
      return []
    } catch {
      return error.list
    }
  }

  /// The edit of one mailbox; `nil` when it is as wanted already.
  func change(
    _ wish: ConfigEditWish, among wishes: [ConfigEditWish]
  ) throws(ConfigEditRefusals) -> (mailbox: ConfigEditMailbox, edits: [ConfigByteEdit])? {
    if let mailbox = view.mailbox(wish.id), mailbox.source == .realtime {
      throw realtime(mailbox, wish)
    }
    let mailbox = try editable(wish.id)
    let needed = wish.options.filter { isNeeded($0.key, $0.value, mailbox) }
    guard !needed.isEmpty else { return nil }
    let (variable, line) = try place(of: mailbox)
    var outcome: MailboxLineEditor.Outcome
    do {
      outcome = try editor.edit(
        variable, line: line, wishes: needed, of: mailbox,
        defaults: view.configuration.defaults)
    } catch {
      throw ConfigEditRefusals([error])
    }
    if let inverse = editor.inverse(wish, variable, line: line, of: mailbox) { outcome = inverse }
    let against =
      wish.refusals + ownership(of: mailbox, variable, wish: wish, among: wishes)
    let standing = against.filter { !overrides.contains($0.reason) }
    guard standing.isEmpty else { throw ConfigEditRefusals(standing) }
    guard !outcome.edits.isEmpty else { return nil }
    return (
      ConfigEditMailbox(
        id: mailbox.id, origin: mailbox.origin, options: outcome.options,
        overridden: Set(against.map(\.reason)).sorted { $0.rawValue < $1.rawValue }),
      outcome.edits
    )
  }

  private func editable(_ id: MailboxID) throws(ConfigEditRefusals) -> ConfiguredMailbox {
    let configuration = view.configuration
    if let origin = configuration.asterisk.realtimeStatic {
      throw ConfigEditRefusals(
        .realtime, "the contents of voicemail.conf come from a database (\(origin))",
        remedy: "change the option in that database")
    }
    guard configuration.status.isUsable else {
      throw ConfigEditRefusals(
        .invalidConfiguration, "Asterisk would refuse the configuration as it stands",
        remedy: "mend the configuration; 'vmscan scan' names the fault")
    }
    guard let mailbox = view.mailbox(id) else {
      let elsewhere = configuration.asterisk.realtimeMailboxes
      throw ConfigEditRefusals(
        elsewhere == nil ? .unknownMailbox : .realtime,
        elsewhere.map { "no file defines it; it may live in the database named at \($0)" }
          ?? "no file defines this mailbox",
        remedy: elsewhere == nil
          ? "'vmscan mailboxes' lists those there are" : "change the option in that database")
    }
    guard mailbox.source == .voicemailConf else {
      throw ConfigEditRefusals(
        .usersConf, "users.conf defines it at \(mailbox.origin)",
        remedy: "change the option of the same name in that section of users.conf")
    }
    return mailbox
  }

  /// A realtime mailbox is not changed here; what would change it is a statement to run by hand, if
  /// nothing else stands against it.
  private func realtime(
    _ mailbox: ConfiguredMailbox, _ wish: ConfigEditWish
  ) -> ConfigEditRefusals {
    let standing = wish.refusals.filter { !overrides.contains($0.reason) }
    let statement = standing.isEmpty ? ReversibleStatement(mailbox, wish) : nil
    let remedy =
      if !standing.isEmpty {
        "nothing, as long as there are other reasons against it"
      } else if statement != nil {
        "run the statement in that database; Asterisk reads it at the next call"
      } else {
        "change the option in that row; no statement is certain to mean it alone"
      }
    let refusal = ConfigEditRefusal(
      .realtime, "it is a row of '\(mailbox.origin.file)', which this program does not change",
      remedy: remedy, statement: statement)
    return ConfigEditRefusals([refusal] + standing)
  }

  private func isNeeded(
    _ option: ConfigOptionChange.Option, _ wish: ConfigOptionWish, _ mailbox: ConfiguredMailbox
  ) -> Bool {
    let isOn = option == .attach ? mailbox.attach.value : mailbox.deleteAfterEmail.value
    switch wish {
    case .set(let value): return AsteriskWords.isTrue(value.bytes) != isOn
    case .remove: return option == .attach || isOn
    }
  }

  private func place(
    of mailbox: ConfiguredMailbox
  ) throws(ConfigEditRefusals) -> (ConfVariable, ArraySlice<UInt8>) {
    guard let variable = view.variable(of: mailbox),
      let document = documents[mailbox.origin.file], targets[mailbox.origin.file] != nil
    else {
      throw ConfigEditRefusals(
        .unreadConfiguration, "its line at \(mailbox.origin) could not be found again",
        remedy: "run the command again; the file may have changed meanwhile")
    }
    return (variable, document.line(mailbox.origin.line))
  }

  /// Whose the line is, and what the file and its surroundings say against an edit.
  private func ownership(
    of mailbox: ConfiguredMailbox, _ variable: ConfVariable, wish: ConfigEditWish,
    among wishes: [ConfigEditWish]
  ) -> [ConfigEditRefusal] {
    var refusals: [ConfigEditRefusal] = []
    if let obstacle = targets[mailbox.origin.file]?.obstacle { refusals.append(obstacle) }
    let wanted = Dictionary(
      wishes.map { ($0.id.folded, $0.options) }, uniquingKeysWith: { first, _ in first })
    let others = view.configuration.mailboxes.filter {
      $0.origin == mailbox.origin && $0.source == .voicemailConf
        && wanted[$0.id.folded] != wish.options
    }
    if !others.isEmpty {
      refusals.append(
        ConfigEditRefusal(
          .sharedTemplate,
          "the line also defines \(others.map(\.id.description).joined(separator: ", "))",
          remedy: "ask for all of them, or give the mailbox a line of its own"))
    } else if let base = mailbox.inheritedFrom {
      refusals.append(
        ConfigEditRefusal(
          .template, "the line stands in [\(base)], from which the context inherits it",
          remedy: "edit the line there by hand, or consent with --override template"))
    }
    if let document = documents[mailbox.origin.file], GeneratedFile.isGenerated(document) {
      refusals.append(
        ConfigEditRefusal(
          .generatedFile, "'\(mailbox.origin.file)' says of itself that it is generated",
          remedy: "change the mailbox in the program that writes the file"))
    }
    return refusals
  }
}
