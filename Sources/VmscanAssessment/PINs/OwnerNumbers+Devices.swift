package import VmscanModel

extension VoicemailConfiguration {
  /// Adds the telephone numbers of devices to those of the owners whose mailboxes they open.
  ///
  /// A mailbox that is not configured has no PIN, so nothing is kept for it.
  package mutating func addNumbers(of devices: some Sequence<Device>) {
    guard !mailboxes.isEmpty else { return }
    let configured = Set(mailboxes.lazy.map(\.id.folded))
    for device in devices {
      for link in device.mailboxes where configured.contains(link.mailbox.folded) {
        for number in device.numbers { ownerNumbers.add(number.bytes, of: link.mailbox) }
      }
    }
  }
}
