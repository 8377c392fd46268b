package import VmscanModel

/// The one statement that changes options of a realtime mailbox, to be run by hand.
package struct RealtimeStatement: Sendable, Hashable {
  package let text: String

  /// `nil` when a name in it cannot be written down plainly.
  package init?(_ mailbox: ConfiguredMailbox, _ wish: ConfigEditWish) {
    let place = "\(mailbox.origin.file)"
    guard let slash = place.lastIndex(of: "/"), !wish.options.isEmpty,
      let box = Self.quoted(mailbox.id.mailbox), let context = Self.quoted(mailbox.id.context)
    else { return nil }
    var changes: [String] = []
    for option in ConfigOptionChange.Option.allCases {
      guard let wanted = wish.options[option] else { continue }
      switch wanted {
      case .set(let value):
        guard let value = Self.quoted(value) else { return nil }
        changes.append("\(Self.column(option)) = \(value)")
      case .remove: changes.append("\(Self.column(option)) = NULL")
      }
    }
    text =
      "UPDATE \(place[place.index(after: slash)...]) SET \(changes.joined(separator: ", ")) "
      + "WHERE mailbox = \(box) AND context = \(context);"
  }

  /// As in the tables of `contrib/ast-db-manage`.
  private static func column(_ option: ConfigOptionChange.Option) -> String {
    switch option {
    case .attach: "attach"
    case .delete: "deletevoicemail"
    }
  }

  private static func quoted(_ value: ByteText) -> String? {
    let isPlain = value.bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x27 && $0 != 0x5C }
    return isPlain ? "'\(value)'" : nil
  }
}
