import Testing
import VmscanAssessment
import VmscanModel

struct EmailGraderTests {
  private typealias Bench = EvidenceBench

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var grade: EmailGrade
    var messages = [EvidenceBench.message()]
    var mailbox: ConfiguredMailbox? = EvidenceBench.mailbox()
    var mails: [MailRecord] = []
    var knowledge: DestinationKnowledge?
    var isCovered = true
    var version: AsteriskVersion?
  }

  private static func grades(_ test: Case) -> [EmailGrade] {
    let grader = EmailGrader(
      coverage: test.isCovered ? Bench.everything : [], now: Timestamp(200_000),
      asteriskVersion: test.version)
    return grader.grades(
      for: Bench.directory(test.messages), configured: test.mailbox, mails: test.mails,
      knowledge: test.knowledge)
  }

  // MARK: without a mail

  private static func known(address: Int64?, audio: Int64? = 1, first: Int64 = 1)
    -> DestinationKnowledge
  {
    DestinationKnowledge(
      firstSeen: Timestamp(first), addressSince: address.map { Timestamp($0) },
      audioSince: audio.map { Timestamp($0) }, previousAddresses: [], lastSeen: Timestamp(150_000))
  }

  static let unmatched: [Case] = [
    Case(testDescription: "no log", grade: .inferred, isCovered: false),
    Case(testDescription: "covered by a log", grade: .absent),
    Case(testDescription: "not configured", grade: .none, mailbox: nil, isCovered: false),
    Case(
      testDescription: "no address", grade: .none, mailbox: Bench.mailbox(email: nil),
      isCovered: false),
    Case(
      testDescription: "an address of blanks", grade: .none, mailbox: Bench.mailbox(email: " "),
      isCovered: false),
    Case(
      testDescription: "only a pager", grade: .noticeOnly,
      mailbox: Bench.mailbox(email: "", pager: "1@p.example.org"), isCovered: false),
    Case(
      testDescription: "attach=no", grade: .noticeOnly,
      mailbox: Bench.mailbox { $0.attach = Setting(false) }, isCovered: false),
    Case(
      testDescription: "made from a recording", grade: .none,
      messages: [Bench.message { $0.marks.insert(.externalRecording) }], isCovered: false),
    Case(
      testDescription: "made from a recording, attachextrecs", grade: .inferred,
      messages: [Bench.message { $0.marks.insert(.externalRecording) }],
      mailbox: Bench.mailbox { $0.attachExternalRecordings = Setting(true) }, isCovered: false),
    Case(
      testDescription: "recorded into another folder, attachextrecs", grade: .none,
      messages: [Bench.message(folder: .work) { $0.marks.insert(.externalRecording) }],
      mailbox: Bench.mailbox { $0.attachExternalRecordings = Setting(true) }, isCovered: false),
    Case(
      testDescription: "a copy", grade: .none,
      messages: [Bench.message { $0.marks.insert(.copy) }], isCovered: false),
    Case(
      testDescription: "urgent, present release", grade: .inferred,
      messages: [Bench.message(folder: .urgent) { $0.marks.insert(.urgent) }], isCovered: false),
    Case(
      testDescription: "urgent, 16.13", grade: .none,
      messages: [Bench.message { $0.marks.insert(.urgent) }], isCovered: false,
      version: AsteriskVersion(16, 13)),
    Case(
      testDescription: "urgent, 16.14", grade: .inferred,
      messages: [Bench.message { $0.marks.insert(.urgent) }], isCovered: false,
      version: AsteriskVersion(16, 14)),
    Case(
      testDescription: "spelled otherwise", grade: .none,
      mailbox: Bench.mailbox(MailboxID(context: "Default", mailbox: "1001")), isCovered: false),
    Case(
      testDescription: "no origtime", grade: .none,
      messages: [Bench.message { $0.origtime = nil }], isCovered: false),
    Case(
      testDescription: "an impossible origtime", grade: .none,
      messages: [Bench.message(folder: .old) { $0.origtime = Timestamp(.max) }], isCovered: false),
    Case(
      testDescription: "a time that is still to come", grade: .none,
      messages: [Bench.message { $0.origtime = Timestamp(200_001) }], isCovered: false),
    Case(
      testDescription: "only the envelope is left", grade: .none,
      messages: [Bench.message { $0.problems.insert(.envelopeWithoutAudio) }], isCovered: false),
    Case(
      testDescription: "address since before", grade: .inferred, knowledge: known(address: 50_000),
      isCovered: false),
    Case(
      testDescription: "address added later", grade: .none, knowledge: known(address: 150_000),
      isCovered: false),
    Case(
      testDescription: "address added later, message older than history", grade: .none,
      knowledge: known(address: 150_000, first: 120_000), isCovered: false),
    Case(
      testDescription: "message older than history, address always there", grade: .inferred,
      knowledge: known(address: 120_000, audio: 120_000, first: 120_000), isCovered: false),
    Case(
      testDescription: "the latest run saw no address", grade: .none,
      knowledge: known(address: nil), isCovered: false),
    Case(
      testDescription: "audio attached later", grade: .noticeOnly,
      knowledge: known(address: 1, audio: 150_000), isCovered: false),
  ]

  @Test(arguments: unmatched)
  func `without a mail configuration and history decide`(_ test: Case) {
    #expect(Self.grades(test) == [test.grade])
  }

  static let formats: [(wanted: ByteText, grade: EmailGrade)] = [
    ("", .inferred), ("wav49", .inferred), ("gsm", .inferred),
    // No part of the list: Asterisk warns and mails the first.
    ("ogg", .inferred), ("WAV", .inferred), (" gsm", .inferred), ("wav49|gsm|x", .inferred),
    // A part and no name: there is no such file.
    ("wav", .noticeOnly), ("v49", .noticeOnly), ("wav49|gsm", .noticeOnly),
  ]

  @Test(arguments: formats)
  func `a format is missing only where Asterisk takes a part of a name for one`(
    _ wanted: ByteText, _ grade: EmailGrade
  ) {
    let grader = EmailGrader(
      coverage: [], now: Timestamp(200_000), asteriskVersion: nil,
      recordedFormats: ["wav49", "gsm"])
    let grades = grader.grades(
      for: Bench.directory([Bench.message()]),
      configured: Bench.mailbox { $0.attachFormat = Setting(wanted) }, mails: [], knowledge: nil)
    #expect(grades == [grade])
  }

  // MARK: with mails

  private static let two: ByteText = "alice@example.com|bob@example.org"

  static let matched: [Case] = [
    Case(testDescription: "sent", grade: .delivered, mails: [Bench.mail()]),
    Case(
      testDescription: "queued", grade: .handedOver,
      mails: [Bench.mail(0, at: 100_011, [("alice@example.com", .queued)])]),
    Case(
      testDescription: "deferred", grade: .handedOver,
      mails: [Bench.mail(0, at: 100_011, [("alice@example.com", .deferred)])]),
    Case(
      testDescription: "bounced", grade: .failed,
      mails: [Bench.mail(0, at: 100_011, [("alice@example.com", .failed)])]),
    Case(
      testDescription: "one of two bounced", grade: .failed, mailbox: Bench.mailbox(email: two),
      mails: [
        Bench.mail(0, at: 100_011, [("alice@example.com", .sent), ("bob@example.org", .failed)])
      ]),
    Case(
      testDescription: "one of two still deferred", grade: .handedOver,
      mailbox: Bench.mailbox(email: two),
      mails: [
        Bench.mail(0, at: 100_011, [("alice@example.com", .sent), ("bob@example.org", .deferred)])
      ]),
    Case(
      testDescription: "the log is silent about the second", grade: .handedOver,
      mailbox: Bench.mailbox(email: two), mails: [Bench.mail()]),
    Case(
      testDescription: "fewer recipients than queued", grade: .handedOver,
      mails: [Bench.mail { $0.expectedRecipients = 2 }]),
    Case(
      testDescription: "an alias leads elsewhere", grade: .delivered,
      mails: [
        Bench.mail {
          $0.recipients[0].address = "alice@gmail.com"
          $0.recipients[0].originalAddress = "alice@example.com"
        }
      ]),
    Case(
      testDescription: "the same number in another context", grade: .none,
      mails: [Bench.mail(0, at: 100_011, [("sales@example.com", .sent)])]),
    Case(
      testDescription: "the mail had no audio", grade: .noticeOnly,
      mails: [Bench.mail { $0.hasAudio = false }]),
    Case(
      testDescription: "the mail is too small for the recording", grade: .noticeOnly,
      mails: [Bench.mail { $0.size = 1300 }]),
    Case(
      testDescription: "attach=no", grade: .noticeOnly,
      mailbox: Bench.mailbox { $0.attach = Setting(false) }, mails: [Bench.mail()]),
    Case(
      testDescription: "attach=no now, the mail had audio", grade: .delivered,
      mailbox: Bench.mailbox { $0.attach = Setting(false) },
      mails: [Bench.mail { $0.hasAudio = true }]),
    Case(
      testDescription: "a slow mail command", grade: .delivered, mails: [Bench.mail(0, at: 100_050)]
    ),
    Case(testDescription: "too late", grade: .absent, mails: [Bench.mail(0, at: 100_150)]),
    Case(
      testDescription: "late, and of a message that came later", grade: .absent,
      mails: [Bench.mail(1, at: 100_050)]),
    Case(testDescription: "too early", grade: .absent, mails: [Bench.mail(0, at: 99_970)]),
    Case(testDescription: "a little early", grade: .none, mails: [Bench.mail(0, at: 100_005)]),
    Case(
      testDescription: "a phone forward", grade: .delivered,
      messages: [
        Bench.message {
          $0.marks.insert(.copy)
          $0.envelopeModified = 170_000
        }
      ], mails: [Bench.mail(0, at: 170_001)]),
    Case(
      testDescription: "moved to Old, renumbered", grade: .delivered,
      messages: [Bench.message(7, folder: .old) { $0.envelopeModified = 180_000 }],
      mails: [Bench.mail(3, at: 100_040)]),
    Case(
      testDescription: "resequenced in INBOX: the number only falls", grade: .delivered,
      messages: [Bench.message(2)], mails: [Bench.mail(5)]),
    Case(
      testDescription: "a lower number at arrival is another message", grade: .absent,
      messages: [Bench.message(2)], mails: [Bench.mail(1)]),
    Case(
      testDescription: "two candidates of different fate", grade: .failed,
      messages: [Bench.message(folder: .old)],
      mails: [Bench.mail(4), Bench.mail(5, at: 100_020, [("alice@example.com", .failed)])]),
    Case(
      testDescription: "two PBXs", grade: .absent, messages: [Bench.message(folder: .old)],
      mails: [
        Bench.mail(4),
        Bench.mail(5, at: 100_020) { $0.host = "other.example.com" },
      ]),
    Case(
      testDescription: "a relay's failure overrules the PBX's sent", grade: .failed,
      mails: [
        Bench.mail(),
        Bench.mail(0, at: 100_011, [("alice@example.com", .failed)]) { $0.logHost = "relay" },
      ]),
    Case(
      testDescription: "the mail command alone", grade: .handedOver,
      mails: [
        Bench.mail(0, at: 100_011, [("alice@example.com", .queued)]) {
          $0.source = .mailer
          $0.exitStatus = 0
        }
      ]),
    Case(
      testDescription: "the mail command failed", grade: .failed,
      mails: [
        Bench.mail(0, at: 100_011, [("alice@example.com", .queued)]) {
          $0.source = .mailer
          $0.exitStatus = 75
        }
      ]),
    Case(
      testDescription: "the mail command and the server's word", grade: .delivered,
      mails: [
        Bench.mail(0, at: 100_011, [("alice@example.com", .queued)]) {
          $0.source = .mailer
          $0.exitStatus = 0
          $0.hasAudio = true
        },
        Bench.mail(),
      ]),
    Case(
      testDescription: "the hour that repeats in autumn", grade: .delivered,
      mails: [Bench.mail(0, at: 103_611) { $0.uncertainty = 3600 }]),
    Case(
      testDescription: "urgent on an old release, so the mail is another's", grade: .none,
      messages: [Bench.message { $0.marks.insert(.urgent) }], mails: [Bench.mail()],
      version: AsteriskVersion(11, 25)),
  ]

  @Test(arguments: matched)
  func `a mail decides by what became of it`(_ test: Case) {
    #expect(Self.grades(test) == [test.grade])
  }

  @Test
  func `a deferred mail that outlived the queue has failed`() {
    let grader = EmailGrader(
      coverage: [], now: Timestamp(100_011 + 7 * 86400), asteriskVersion: nil)
    let mail = Bench.mail(0, at: 100_011, [("alice@example.com", .deferred)])
    let grades = grader.grades(
      for: Bench.directory([Bench.message()]), configured: Bench.mailbox(), mails: [mail],
      knowledge: nil)
    #expect(grades == [.failed])
  }

  static let deferredHoles: [(stretches: [ClosedRange<Int64>], log: ByteText, grade: EmailGrade)] =
    [
      ([0...900_000], "/log", .failed),
      ([0...150_000], "/log", .failed),
      ([0...150_000, 160_000...900_000], "/log", .handedOver),
      ([0...100_005, 100_020...900_000], "/log", .handedOver),
      ([0...50_000, 60_000...900_000], "/log", .failed),
      ([0...800_000, 850_000...900_000], "/log", .failed),
      ([0...150_000, 160_000...900_000], "/other", .failed),
    ]

  @Test(arguments: deferredHoles)
  func `where lines are missing a deferred mail may have gone out`(
    row: (stretches: [ClosedRange<Int64>], log: ByteText, grade: EmailGrade)
  ) {
    let coverage = row.stretches.map {
      LogCoverage(log: row.log, from: Timestamp($0.lowerBound), to: Timestamp($0.upperBound))
    }
    let grader = EmailGrader(
      coverage: coverage, now: Timestamp(1_000_000), asteriskVersion: nil)
    var mail = Bench.mail(0, at: 100_011, [("alice@example.com", .deferred)])
    mail.origin = "/log"
    let grades = grader.grades(
      for: Bench.directory([Bench.message()]), configured: Bench.mailbox(), mails: [mail],
      knowledge: nil)
    #expect(grades == [row.grade])
  }

  @Test
  func `one mail serves one message`() {
    let messages = [
      Bench.message(0, folder: .old), Bench.message(1, at: 100_020, folder: .old),
    ]
    var test = Case(testDescription: "", grade: .none, messages: messages)
    test.mails = [Bench.mail(4, at: 100_040)]
    #expect(Self.grades(test) == [.absent, .absent])
    test.mails.append(Bench.mail(5, at: 100_045))
    #expect(Self.grades(test) == [.delivered, .delivered])
    test.mails.append(Bench.mail(6, at: 100_046, [("alice@example.com", .failed)]))
    #expect(Self.grades(test) == [.failed, .failed])
  }

  @Test
  func `number and time together settle what time alone cannot`() {
    let messages = [Bench.message(0), Bench.message(1, at: 100_002)]
    var test = Case(testDescription: "", grade: .none, messages: messages)
    test.mails = [
      Bench.mail(0), Bench.mail(1, at: 100_012, [("alice@example.com", .failed)]),
    ]
    #expect(Self.grades(test) == [.delivered, .failed])
  }

  @Test
  func `a mail without mailbox is matched by its recipients`() {
    let grader = EmailGrader(
      coverage: Bench.everything, now: Timestamp(200_000), asteriskVersion: nil)
    func grade(
      _ change: (inout MailRecord) -> Void = { _ in }, email: ByteText = "alice@example.com",
      others: [MessageRecord]? = nil
    ) -> [EmailGrade] {
      let mails = [
        Bench.mail {
          $0.mailbox = ""
          $0.source = .msmtp
          change(&$0)
        },
        Bench.mail(0, at: 100_012, [("other@example.com", .failed)]) {
          $0.mailbox = ""
          $0.messageID = "other"
        },
      ]
      return grader.grades(
        for: Bench.directory([Bench.message()]), configured: Bench.mailbox(email: email),
        mails: mails, knowledge: nil,
        among: MailSurroundings(
          sharers: others.map {
            RivalMessages([Bench.directory($0, MailboxID(context: "default", mailbox: "1002"))])
          }))
    }
    #expect(grade() == [.delivered])
    // Somebody else's mail, or a mail that only some of the people got.
    #expect(grade(email: "alice@example.com|bob@example.org") == [.none])
    // Two mailboxes with the same people: whose mail it is nobody can say, and the other's message may
    // be gone.
    for others in [[Bench.message()], [Bench.message(at: 150_000)], []] {
      #expect(grade(others: others) == [.none])
    }
    // Lines without the next server's answer prove no more than that it took the mail.
    #expect(grade({ $0.source = .chasquid }) == [.handedOver])
  }

  @Test
  func `a log must cover the whole time with margin to prove absence`() {
    for (to, grade) in [(100_080, EmailGrade.inferred), (100_081, .absent)] as [(Int64, EmailGrade)]
    {
      let grader = EmailGrader(
        coverage: [LogCoverage(log: "l", from: Timestamp(0), to: Timestamp(to))],
        now: Timestamp(200_000), asteriskVersion: nil)
      let grades = grader.grades(
        for: Bench.directory([Bench.message { $0.envelopeModified = 100_011 }]),
        configured: Bench.mailbox(), mails: [], knowledge: nil)
      #expect(grades == [grade])
    }
  }

  @Test
  func `the verdict names the mail and every fact`() {
    let grader = EmailGrader(
      coverage: Bench.everything, now: Timestamp(200_000), asteriskVersion: nil)
    let verdict = grader.verdict(
      for: 0, in: Bench.directory([Bench.message()]), configured: Bench.mailbox(),
      mails: [Bench.mail()], knowledge: nil)
    #expect(verdict.grade == .delivered)
    #expect(verdict.mail == "Asterisk-1-100011-1001-7@pbx.example.com")
    #expect(verdict.recipients.map(\.address) == ["alice@example.com"])
    #expect(
      verdict.reasons.map(\.unmasked) == [
        "mail Asterisk-1-100011-1001-7@pbx.example.com of 1970-01-02T03:46:51Z matches by "
          + "mailbox, number and time",
        "seen by postfix in /var/log/mail.log",
        "alice@example.com: sent at 1970-01-02T03:46:52Z",
      ])
  }

  @Test
  func `adding a failing or foreign mail never raises a grade`() {
    for test in Self.matched + Self.unmatched {
      let before = Self.grades(test)
      var worse = test
      worse.mails.append(
        Bench.mail(9, at: 100_012, [("alice@example.com", .failed)]) { $0.messageID = "x" })
      for (old, new) in zip(before, Self.grades(worse)) where old.countsAsEmailed {
        #expect(new.strength <= old.strength, "\(test.testDescription)")
      }
    }
  }

  // MARK: the short way

  /// The grades of all messages come by a short way where they can, the explained ones never do.
  @Test func `grades equal the explained verdicts`() {
    var random = SeededRandom(state: 27)
    let times: [Int64?] = [nil, -1, 0, 1, 50, 99_999, 100_000, 199_999, 200_000, 200_001, .max]
    for _ in 0..<4_000 {
      let grader = EmailGrader(
        coverage: Int.random(in: 0..<4, using: &random) == 0 ? Bench.everything : [],
        now: Timestamp(200_000), asteriskVersion: nil)
      let message = Bench.message(
        folder: Folder.allCases.randomElement(using: &random) ?? .inbox
      ) {
        $0.origtime = times.randomElement(using: &random).flatMap { $0 }.map { Timestamp($0) }
        $0.duration = [nil, -5, 0, 10].randomElement(using: &random) ?? nil
        $0.envelopeModified = times.randomElement(using: &random).flatMap { $0 } ?? 0
        $0.marks =
          Bool.random(using: &random)
          ? [.hasEnvelope, .hasAudio] : MessageMarks(rawValue: .random(in: 0..<32, using: &random))
        if Int.random(in: 0..<8, using: &random) == 0 { $0.problems = [.envelopeWithoutAudio] }
      }
      let mailbox =
        Int.random(in: 0..<4, using: &random) > 0
        ? Bench.mailbox { $0.attach = Setting(Bool.random(using: &random)) } : nil
      let knowledge =
        Bool.random(using: &random)
        ? Self.known(
          address: times.randomElement(using: &random) ?? nil,
          audio: times.randomElement(using: &random) ?? nil) : nil
      let directory = Bench.directory([message])
      let grades = grader.grades(
        for: directory, configured: mailbox, mails: [], knowledge: knowledge)
      let verdict = grader.verdict(
        for: 0, in: directory, configured: mailbox, mails: [], knowledge: knowledge)
      #expect(grades == [verdict.grade])
    }
  }
}
