import VmscanFormats
package import VmscanModel

/// Tells whether FreePBX owns the voicemail configuration: it writes `voicemail.conf` anew from
/// its web pages, with comments, templates and outside includes lost.
package enum FreePBXTraces {
  private static let files = ["extensions_additional.conf", "freepbx_menu.conf", "amportal.conf"]
  private static let includes = ["vm_general.inc", "vm_email.inc", "voicemail_additional.conf"]

  /// What gave it away, such as `it includes vm_general.inc`; `nil` when nothing did.
  ///
  /// `siblings` are the names in the configuration directory.
  package static func find(in view: ConfigView, siblings: some Collection<ByteText>) -> String? {
    for include in view.conf.includes {
      let argument = ByteText(bytes: include.argument)
      let name = ConfigFileCalls.name(of: argument).description
      if includes.contains(name) { return "it includes \(name)" }
    }
    for document in view.conf.documents where mentions(document) {
      return "a comment in '\(ByteText(bytes: document.path))' names FreePBX"
    }
    for name in files where siblings.contains(ByteText(name)) {
      return "\(name) lies beside it"
    }
    return nil
  }

  private static func mentions(_ document: ConfDocument) -> Bool {
    guard document.lineCount > 0 else { return false }
    return (1...min(document.lineCount, 60)).contains { number in
      let line = ByteText(bytes: document.line(number)).stripped
      guard line.bytes.first == UInt8(ascii: ";") else { return false }
      return String(decoding: line.lowercased.bytes, as: UTF8.self).contains("freepbx")
    }
  }
}
