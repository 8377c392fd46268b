import VmscanModel

/// Joins new sightings of mails with what is known of them, and counts what they added.
struct MailMerge {
  private(set) var mails: [MailRecord] = []
  private(set) var added = 0
  private(set) var changed = 0
  private var places: [MailKey: Int] = [:]

  mutating func addKnown(_ known: [MailRecord]) {
    for mail in known { _ = take(mail) }
  }

  mutating func add(_ mail: MailRecord) {
    switch take(mail) {
    case .new: added += 1
    case .more: changed += 1
    case .same: break
    }
  }

  private enum News { case new, more, same }

  private mutating func take(_ mail: MailRecord) -> News {
    let key = MailKey(mail)
    guard let place = places[key] else {
      places[key] = mails.count
      mails.append(mail)
      return .new
    }
    let merged = mails[place].merged(with: mail)
    guard merged != mails[place] else { return .same }
    mails[place] = merged
    return .more
  }
}
