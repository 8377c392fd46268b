import Testing
import VmscanActions
import VmscanModel

struct SessionsTests {
  private let alice = MailboxID(context: "default", mailbox: "1001")
  private let other = MailboxID(context: "sales", mailbox: "1001")

  private func sessions(_ application: String, _ data: String) -> LiveSessions {
    let line =
      "Local/1@x-0001;2!phones!1001!2!Up!\(application)!\(data)!1001!!!3!4!!1795387056.12"
    return ChannelList.sessions([Array(line.utf8)[...]], usesAliases: false)
  }

  @Test(arguments: [
    ("VoiceMailMain", "1001@default,s", true, false), ("VoiceMailMain", "", true, true),
    ("VoiceMailMain", "@default", true, true), ("VoiceMailMain", "100@default,p", true, true),
    ("VoiceMailMain", "1001", true, true), ("VoiceMail", "1002@default&1001@sales,u", false, true),
    ("VoiceMail", "1001@DEFAULT,u", true, false),
    ("VoiceMailPlayMsg", "1001@default,5-6", true, false),
    ("Dial", "PIP/1001@default", false, false), ("VoiceMailMain", "1009@default,s", false, false),
  ])
  func `knows who is in a mailbox`(
    _ application: String, _ data: String, _ inDefault: Bool, _ inSales: Bool
  ) {
    let live = sessions(application, data)
    #expect(live.isBusy(alice) == inDefault)
    #expect(live.isBusy(other) == inSales)
  }

  @Test func `a mark in the data does not shift the fields`() {
    let live = sessions("VoiceMailMain", "1001@default,g(!5)")
    #expect(live.isBusy(alice))
    #expect(!live.isBusy(other))
  }

  /// The extension is what a caller dialled.
  @Test(arguments: [
    "SIP/a-1!phones!12!3!1!Up!VoiceMailMain!1001@default,s!55!!!3!4!!1.2",
    "SIP/a!b-1!phones!1001!2!Up!VoiceMailMain!1001@default,s!55!!!3!4!!1.2",
    "SIP/a-1!ph!ones!1!1!Up!NoOp!2!Up!VoiceMailMain!1001@default!55!!!3!4!!1.2",
    "SIP/a-1!phones!1001!-1!Pre-ring!VoiceMail!1001@default,u!\u{301}55!!!3!4!!1.2",
    "SIP/a-1!phones!\u{301}1001!2!Up!VoiceMailMain!1001@default,\u{2028}s!55!!!3!4!!1.2",
  ])
  func `nothing a caller dials hides a session`(_ line: String) {
    let live = ChannelList.sessions([Array(line.utf8)[...]], usesAliases: false)
    #expect(live.isBusy(alice))
  }

  @Test func `a number that looks like the end of the list is not`() {
    let text = """
      pbx/4711/22.10.1
      SIP/a-1!phones!1!1!Up!Dial!x!System uptime: 1!!!3!4!!1.1
      SIP/a-2!phones!1!1!Up!VoiceMailMain!1001@default!5!!!3!4!!1.2
      System uptime: 9
      Last reload: 9
      """
    let lines = AsteriskConsole.answer(Array(text.utf8)).linesBeforeUptime
    #expect(lines?.count == 2)
    #expect(ChannelList.sessions(lines ?? [], usesAliases: false).isBusy(alice))
  }

  @Test func `without the second answer nothing is known`() {
    let text = "pbx/4711/22.10.1\nSIP/a-1!phones!1!1!Up!Dial!x!System uptime: 1!!!3!4!!1.1\n"
    #expect(AsteriskConsole.answer(Array(text.utf8)).linesBeforeUptime == nil)
  }

  @Test func `a line that is not understood may be any mailbox`() {
    let live = ChannelList.sessions(
      [Array("VoiceMailMain something".utf8)[...]], usesAliases: false)
    #expect(live.mayBeAny)
  }

  @Test func `with aliases any session may be in any mailbox`() {
    let line = "c!x!1!1!Up!VoiceMailMain!77@alias!1!!!3!4!!1.2"
    #expect(ChannelList.sessions([Array(line.utf8)[...]], usesAliases: true).mayBeAny)
  }
}
