package import VmscanModel

extension TextReport {
  /// The effective configuration of every mailbox.
  package func mailboxes(_ mailboxes: [ConfiguredMailbox]) -> String {
    var page = page
    var table = Table([
      .init("mailbox", wraps: true), .init("name", wraps: true), .init("e-mail", wraps: true),
      .init("audio"), .init("delete"), .init("max", .right), .init("source", wraps: true),
    ])
    for mailbox in mailboxes {
      var addresses = mailbox.emailAddresses.map { redaction.address($0).description }
      if let pager = mailbox.pagerAddress { addresses.append("pager \(redaction.address(pager))") }
      table.add([
        mailbox.id.description, redaction.name(mailbox.fullName).description,
        addresses.joined(separator: " "), mailbox.attach.value ? "yes" : "no",
        mailbox.deleteAfterEmail.value ? "yes" : "no", Wording.number(mailbox.maxMessages.value),
        mailbox.origin.fileName,
      ])
    }
    if !mailboxes.isEmpty { page.table(table) }
    page.blank()
    page.paragraph(Wording.sentence(Wording.count(mailboxes.count, "mailbox", "mailboxes")) + ".")
    return page.text
  }
}

extension Origin {
  /// The last part of the file's path with the line; of a table, which has no lines, the whole.
  fileprivate var fileName: String {
    guard line > 0 else { return file.description }
    let name = file.bytes.split(separator: 0x2F).last.map { ByteText(bytes: $0) } ?? file
    return "\(name):\(line)"
  }
}
