import VmscanModel

extension MailboxLink {
  /// `box@context`; without a context it is a guess.
  init(_ text: ByteText) {
    let parts = text.bytes.split(
      separator: UInt8(ascii: "@"), maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      MailboxID(
        context: parts.count > 1 ? ByteText(bytes: parts[1]) : "default",
        mailbox: ByteText(bytes: parts.first ?? [])),
      isGuess: parts.count < 2)
  }
}
