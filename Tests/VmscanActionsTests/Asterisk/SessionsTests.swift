import Testing
import VmscanActions
import VmscanModel

struct SessionsTests {
  private let alice = MailboxID(context: "default", mailbox: "1001")
  private let other = MailboxID(context: "sales", mailbox: "1001")

  private func sessions(_ application: String, _ data: String) -> LiveSessions {
    let line =
      "Local/1@x-0001;2!phones!1001!2!Up!\(application)!\(data)!1001!!!3!4!!1795387056.12"
    return ChannelList.sessions([line[...]], usesAliases: false)
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

  @Test func `a line that is not understood may be any mailbox`() {
    let live = ChannelList.sessions(["VoiceMailMain something"], usesAliases: false)
    #expect(live.mayBeAny)
  }

  @Test func `with aliases any session may be in any mailbox`() {
    let line = "c!x!1!1!Up!VoiceMailMain!77@alias!1!!!3!4!!1.2"
    #expect(ChannelList.sessions([line[...]], usesAliases: true).mayBeAny)
  }
}
