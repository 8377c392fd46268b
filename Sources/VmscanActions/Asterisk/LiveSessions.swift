package import VmscanModel

/// The mailboxes that calls work on, as the list of channels shows.
///
/// A call that does not name its mailbox may be in any (the caller typed it). Everything is read
/// as bytes: a caller chooses parts of it, and text rules would let a mark that combines with the
/// next byte hide the end of a field.
package struct LiveSessions: Sendable, Hashable {
  /// Names folded; an empty context stands for any.
  package var mailboxes: Set<MailboxID> = []
  package var mayBeAny = false
  /// A call is in VoiceMailMain, where a PIN may be changed.
  package var isInMenu = false

  package init() {}

  package func isBusy(_ mailbox: MailboxID) -> Bool {
    let folded = mailbox.folded
    return mayBeAny || mailboxes.contains(folded)
      || mailboxes.contains(MailboxID(context: "", mailbox: folded.mailbox))
  }

  /// Adds what one channel does.
  ///
  /// `data`: the application's argument in the dialplan, such as `1000@default,s`.
  /// `usesAliases`: mailboxes have aliases, so any session may be in any mailbox.
  package mutating func add(
    application: ArraySlice<UInt8>, data: ArraySlice<UInt8>, usesAliases: Bool
  ) {
    switch ByteText(bytes: application).lowercased {
    case "voicemailmain":
      isInMenu = true
      addMain(data)
    case "voicemail", "voicemailplaymsg": addNamed(data)
    default: return
    }
    if usesAliases { mayBeAny = true }
  }

  /// `VoiceMailMain([mailbox][@context][,options])`; option `p` makes the name a mere prefix.
  private mutating func addMain(_ data: ArraySlice<UInt8>) {
    let name = data.prefix { $0 != Self.comma }
    let options = data[name.endIndex...]
    guard let first = name.first, first != Self.at, !options.contains(UInt8(ascii: "p")) else {
      mayBeAny = true
      return
    }
    add(name)
  }

  /// `VoiceMail(mailbox[@context][&mailbox[@context]…][,options])`.
  private mutating func addNamed(_ data: ArraySlice<UInt8>) {
    let list = data.prefix { $0 != Self.comma }
    guard !list.isEmpty else {
      mayBeAny = true
      return
    }
    for name in list.split(separator: UInt8(ascii: "&")) { add(name) }
  }

  /// Without a context the mailbox may be found in any (`searchcontexts`).
  private mutating func add(_ name: ArraySlice<UInt8>) {
    let mailbox = name.prefix { $0 != Self.at }
    mailboxes.insert(
      MailboxID(
        context: ByteText(bytes: name[mailbox.endIndex...].dropFirst()),
        mailbox: ByteText(bytes: mailbox)
      ).folded)
  }

  private static let comma = UInt8(ascii: ",")
  private static let at = UInt8(ascii: "@")
}

/// Reads what `core show channels concise` prints: one line a channel, fields divided by `!`
/// (`CONCISE_FORMAT_STRING` in main/cli.c).
package enum ChannelList {
  /// Caller number, account, peer account, AMA flags, seconds, bridge and unique id follow the
  /// application and its data.
  private static let after = 7
  /// `ast_state2str`.
  private static let states: Set<ByteText> = [
    "Down", "Rsrvd", "OffHook", "Dialing", "Ring", "Ringing", "Up", "Busy", "Dialing Offhook",
    "Pre-ring", "Mute", "Unknown",
  ]

  /// The sessions that the lines show.
  ///
  /// A `!` in a channel's name, context or extension moves the fields, and whoever calls chooses
  /// the extension. So the application is looked for behind every priority with a state, and one
  /// such place that names a mailbox is enough.
  package static func sessions(
    _ lines: some Sequence<ArraySlice<UInt8>>, usesAliases: Bool
  ) -> LiveSessions {
    var sessions = LiveSessions()
    for line in lines where !line.isEmpty { add(line, usesAliases, to: &sessions) }
    return sessions
  }

  private static func add(
    _ line: ArraySlice<UInt8>, _ usesAliases: Bool, to sessions: inout LiveSessions
  ) {
    let fields = line.split(separator: UInt8(ascii: "!"), omittingEmptySubsequences: false)
    let places = fields.indices.dropFirst(4).dropLast(1).filter { place in
      states.contains(ByteText(bytes: fields[place])) && isPriority(fields[place - 1])
    }
    for place in places {
      let data = fields.index(after: place) + 1
      let end = max(data, fields.endIndex - after)
      sessions.add(
        application: fields[place + 1],
        data: data < end ? fields[data].base(through: fields[end - 1], of: line) : [],
        usesAliases: usesAliases)
    }
    // Not understood: only a line that speaks of voicemail matters.
    if places.isEmpty, ByteText(bytes: line).lowercased.bytes.containsRun(of: voicemail) {
      sessions.mayBeAny = true
      sessions.isInMenu = true
    }
  }

  private static let voicemail = Array("voicemail".utf8)

  /// A number, or a negative one as for a channel that is not in the dialplan.
  private static func isPriority(_ field: ArraySlice<UInt8>) -> Bool {
    let digits = field.first == UInt8(ascii: "-") ? field.dropFirst() : field
    return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }
}

extension ArraySlice<UInt8> {
  /// The bytes of `whole` from the start of this field to the end of a later one.
  fileprivate func base(through last: ArraySlice<UInt8>, of whole: ArraySlice<UInt8>)
    -> ArraySlice<UInt8>
  {
    whole[startIndex..<last.endIndex]
  }
}

extension [UInt8] {
  /// Whether these bytes stand somewhere in a row.
  func containsRun(of run: [UInt8]) -> Bool {
    guard count >= run.count else { return false }
    return (0...(count - run.count)).contains { self[$0..<$0 + run.count].elementsEqual(run) }
  }
}
