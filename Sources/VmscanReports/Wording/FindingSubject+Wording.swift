package import VmscanModel

extension FindingSubject {
  /// The subject as one escaped piece of text.
  package var title: String { TerminalText.escape(description) }

  /// Context the subject lies in; `nil` for the system and files.
  var context: ByteText? {
    switch self {
    case .context(let name): name
    case .mailbox(let id): id.context
    case .system, .file, .device: nil
    }
  }

  /// `system`, `context`, `mailbox`, `file` or `device`.
  var kind: String {
    switch self {
    case .system: "system"
    case .context: "context"
    case .mailbox: "mailbox"
    case .file: "file"
    case .device: "device"
    }
  }
}
