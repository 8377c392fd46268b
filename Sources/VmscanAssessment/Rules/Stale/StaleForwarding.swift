import VmscanModel

extension Rule {
  static let staleForwarding = Rule(
    "VM-601", "stale-forwarding", "An unused mailbox still forwards voicemail", .low,
    varies: "Medium when recordings go outside the organisation.",
    why: """
      Nothing was left here and nobody cared for it for long, yet the next message goes to an
      address that nobody may look after any more.
      """,
    remedy: """
      The administrator asks for the owner; remove the mailbox from voicemail.conf, or the address
      from its line.
      """,
    citations: Staleness.citations + [.fccVoicemail, .nistFlow],
    examples: [
      .triggers("nothing for a year, an address is set") {
        $0.pair {
          $0.forgetOwner()
          $0.add(age: .days(365))
        }
      },
      .triggers("nothing for a year, recordings go to another organisation", .medium) {
        $0.mailbox(email: "alice@contoso.com")
        $0.directory { $0.greetingsModified = Scenario.now - .days(365) }
      },
      .passes("the owner recorded a greeting yesterday") { $0.pair() },
      .passes("the owner hears and deletes each message, the last one came yesterday") {
        $0.mailbox()
        $0.directory {
          $0.forgetOwner()
          $0.folder(.inbox) { _ in }
        }
      },
      .passes("messages are there, but none has a date") {
        $0.pair {
          $0.forgetOwner()
          $0.add(problems: .missingOrigtime)
        }
      },
      .passes("messages are deleted once mailed, the last one came yesterday") {
        $0.mailbox { $0.deleteAfterEmail = Setting(true) }
        $0.directory {
          $0.forgetOwner()
          $0.folder(.inbox) { _ in }
        }
      },
    ],
    logic: .configured { view, context in
      guard Staleness.forwards(view), let idle = Staleness.idle(view, context) else { return nil }
      let outside = view.recipients.contains { $0.audio && $0.destinationClass.isOutside }
      return Detection(
        view.subject, severity: outside ? .medium : .low,
        message: "There is \(idle), and voicemail goes to \(Wording.addresses(view.recipients)).",
        evidence: view.place)
    })
}
