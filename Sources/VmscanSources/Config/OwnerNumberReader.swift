import VmscanFormats
import VmscanModel

/// Takes an owner's telephone numbers from a section of `users.conf`, whose name is the mailbox.
///
/// Those of telephones that other files define come with the devices.
enum OwnerNumberReader {
  static func read(
    user section: ConfSection, mailbox: MailboxID, into numbers: inout OwnerNumbers
  ) {
    for name in ["callerid", "cid_number"] as [StaticString] {
      if let value = section.variables.last(name)?.value,
        let number = CallerNumber.number(in: value)
      {
        numbers.add(number, of: mailbox)
      }
    }
  }
}
