import VmscanActions
import VmscanModel
import VmscanReports
import VmscanSources

/// What a restore would leave in quarantine by what can be seen beforehand.
struct RestoreForecast {
  /// One sentence for each folder that would not take all of its messages.
  let sentences: [String]

  /// `limit`: `maxmsg` of a mailbox, `nil` to ignore it.
  init(_ entries: [QuarantineEntry], at site: Site, limit: (MailboxID) -> Int?) {
    struct Place: Hashable, Comparable {
      var mailbox: MailboxID
      var folder: Folder

      static func < (left: Place, right: Place) -> Bool {
        left.mailbox == right.mailbox ? left.folder < right.folder : left.mailbox < right.mailbox
      }
    }
    let source = site.source()
    let places = Dictionary(grouping: entries) { Place(mailbox: $0.mailbox, folder: $0.folder) }
    sentences = places.sorted { $0.key < $1.key }.compactMap { place, entries in
      let mailbox = source.readMailbox(place.mailbox)
      guard let mailbox, mailbox.folders.contains(where: { $0.folder == place.folder }) else {
        return Self.sentence(place.mailbox, place.folder, entries.count, "its folder is not there")
      }
      guard let limit = limit(place.mailbox) else { return nil }
      let next = mailbox.messages.filter { $0.folder == place.folder }.map(\.number).max() ?? -1
      let left = min(entries.count, entries.count + Int(next) + 1 - limit)
      return left > 0
        ? Self.sentence(place.mailbox, place.folder, left, "the folder is full (maxmsg \(limit))")
        : nil
    }
  }

  private static func sentence(
    _ mailbox: MailboxID, _ folder: Folder, _ count: Int, _ reason: String
  ) -> String {
    "would be left in quarantine: \(mailbox)/\(folder): "
      + "\(Wording.count(count, "message", "messages")): \(reason)"
  }
}
