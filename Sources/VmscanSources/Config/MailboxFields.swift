import VmscanFormats

/// A mailbox line split at its first four commas (`append_mailbox`): no quoting, no trimming.
///
/// What follows a carriage return within a field is not kept, but for the PIN and for options:
/// to Asterisk those behind it are options like others (`MailboxOptionsApplier` keeps no such text).
struct MailboxFields {
  let password: ArraySlice<UInt8>
  let fullName: ArraySlice<UInt8>
  /// `nil` when the line ends before it.
  let email: ArraySlice<UInt8>?
  let pager: ArraySlice<UInt8>?
  /// Everything after the fourth comma, commas included.
  let options: ArraySlice<UInt8>?

  /// Splits a value; releases that do not keep commas in options end those at the next one.
  init(_ value: [UInt8], keepsCommasInOptions: Bool = true) {
    let parts = value.split(
      separator: UInt8(ascii: ","), maxSplits: 4, omittingEmptySubsequences: false)
    password = parts[0]
    fullName = parts.count > 1 ? Self.kept(parts[1]) : []
    email = parts.count > 2 ? Self.kept(parts[2]) : nil
    pager = parts.count > 3 ? Self.kept(parts[3]) : nil
    let rest = parts.count > 4 ? parts[4] : nil
    options = keepsCommasInOptions ? rest : rest?.prefix { $0 != UInt8(ascii: ",") }
  }

  private static func kept(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    ConfCarriageReturn.hidingRest(of: field)
  }
}
