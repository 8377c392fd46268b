import VmscanActions
import VmscanModel
import Yams

/// Reads the setting `deleteAfterConfirmedEmail`: an age for every mailbox, or a table.
///
/// `1d`, or `{default: never, contexts: {sales: 2d}, mailboxes: {"1001@default": 12h}}`.
enum ConfirmedDeletionSetting {
  typealias Grace = ConfirmedDeletionRules.Grace

  /// The rules, and each fault with the node it lies in.
  static func read(_ node: Node) -> (rules: ConfirmedDeletionRules, faults: [(Node, String)]) {
    var reading = Reading()
    reading.read(node)
    return (reading.rules, reading.faults)
  }

  private struct Reading {
    var rules = ConfirmedDeletionRules()
    var faults: [(Node, String)] = []

    mutating func read(_ node: Node) {
      guard case .mapping(let mapping) = node else {
        if let grace = grace(node) { rules.everything = grace }
        return
      }
      for (key, value) in mapping {
        switch key.string ?? "" {
        case "default":
          if let grace = grace(value) { rules.everything = grace }
        case "contexts":
          forEach(value) { rules, key, grace in
            let name = ByteText(key)
            guard !rules.contexts.keys.contains(where: { $0.lowercased == name.lowercased }) else {
              return Self.twice
            }
            rules.contexts[name] = grace
            return nil
          }
        case "mailboxes":
          forEach(value) { rules, key, grace in
            guard let id = MailboxID(parsing: key) else { return "is not BOX@CONTEXT" }
            guard !rules.mailboxes.keys.contains(where: { $0.folded == id.folded }) else {
              return Self.twice
            }
            rules.mailboxes[id] = grace
            return nil
          }
        default:
          let name = PlainWord.letters(key.string).map { " '\($0)'" } ?? ""
          faults.append(
            (
              key,
              "unknown key\(name) in 'deleteAfterConfirmedEmail'; "
                + "known: default, contexts, mailboxes"
            ))
        }
      }
    }

    private static let twice =
      "stands there twice, for letters of either case are the same to Asterisk"

    /// `set` returns what is wrong with a name.
    private mutating func forEach(
      _ node: Node, _ set: (inout ConfirmedDeletionRules, String, Grace) -> String?
    ) {
      guard case .mapping(let mapping) = node else {
        faults.append((node, "expected lines such as `sales: 1d`"))
        return
      }
      for (key, value) in mapping {
        guard let grace = grace(value) else { continue }
        if let fault = set(&rules, key.string ?? "", grace) {
          faults.append((key, "\(PlainWord.quoted(key.string, else: "this")) \(fault)"))
        }
      }
    }

    private mutating func grace(_ node: Node) -> Grace? {
      if let grace = node.scalar.flatMap({ Grace(parsing: $0.string) }) { return grace }
      faults.append((node, "expected an age such as 1d or 12h, or never; zero is not an age"))
      return nil
    }
  }
}
