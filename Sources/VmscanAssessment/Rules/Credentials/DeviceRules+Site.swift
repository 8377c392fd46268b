import VmscanModel

extension DeviceRules {
  static let guests = Rule(
    "VC-102", "guests-admitted", "Calls of strangers are let in", .high,
    why: """
      `allowguest` is on unless sip.conf says no: whoever reaches the port gets into the context of
      the general section, and from there wherever that context leads.
      """,
    remedy: """
      The administrator sets allowguest=no in [general] of sip.conf, or makes sure that the context
      named there reaches nothing but what the public may call.
      """,
    citations: [.nistAccess, .disaEndpoints],
    examples: [
      .triggers("allowguest is not set") {
        $0.credentials.switches.sipGuests = Setting(true)
      },
      .passes("allowguest=no") { $0.credentials.switches.sipGuests = Setting(false) },
      .passes("no sip.conf") { _ in },
    ],
    logic: .system { context in
      let switches = context.input.credentials.switches
      guard let guests = switches.sipGuests, guests.value else { return [] }
      let message: Sentence =
        "SIP calls of strangers are accepted and reach the context '\(context: switches.sipGuestContext)'."
      return [
        Detection(
          .system, key: ["sip"], message: message,
          evidence: guests.origin.map { [Place($0)] } ?? [])
      ]
    })

  static let noAuthenticator = Rule(
    "VC-103", "no-authenticator", "No PJSIP device is asked for its password", .critical,
    why: """
      Without res_pjsip_authenticator_digest.so Asterisk takes every request as authenticated, so
      that the strongest password protects nothing.
      """,
    remedy: """
      The administrator removes the `noload` line named, or adds the module to those that are
      loaded, and restarts Asterisk.
      """,
    citations: [.nistDevices, .disaEndpoints],
    examples: [
      .triggers("the module is not loaded") {
        $0.device { $0.openings = [.noAuthenticator] }
        $0.credentials.switches.noAuthenticator = Origin(
          file: "/etc/asterisk/modules.conf", line: 9)
      },
      .passes("the module is loaded") { $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x") },
    ],
    logic: .system { context in
      let credentials = context.input.credentials
      guard let origin = credentials.switches.noAuthenticator,
        credentials.devices.contains(where: { $0.device.kind == .pjsip && $0.device.isLoaded })
      else { return [] }
      return [
        Detection(
          .system,
          message: "The module that asks PJSIP devices for their passwords is not loaded.",
          evidence: [Place(origin)])
      ]
    })

  static let selfRegistration = Rule(
    "VC-104", "self-registration", "Any name may register as a device", .critical,
    why: "With `autocreatepeer` whoever reaches the port becomes a device, without a password.",
    remedy: "The administrator sets autocreatepeer=no in [general] of sip.conf and reloads.",
    citations: [.disaRegistration, .nistDevices],
    examples: [
      .triggers("autocreatepeer=yes") {
        $0.credentials.switches.autoCreatePeer = Origin(file: "/etc/asterisk/sip.conf", line: 4)
      },
      .passes("it is off") { _ in },
    ],
    logic: .system { context in
      context.input.credentials.switches.autoCreatePeer.map {
        [
          Detection(
            .system, message: "Whoever reaches the SIP port may register under any new name.",
            evidence: [Place($0)])
        ]
      } ?? []
    })

  static let broken = Rule(
    "VC-105", "refused-device", "A device is refused because of its credentials", .medium,
    why: """
      It names credentials that Asterisk does not load, or that nobody can log in with, so that all
      its calls fail; whoever repairs it in a hurry may leave it open.
      """,
    remedy: """
      The administrator corrects the section that the device names at the place shown, and
      reloads.
      """,
    citations: [.nistDevices],
    examples: [
      .triggers("the auth it names is not loaded") { $0.device { $0.form = .broken } },
      .passes("its auth is loaded") { $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x") },
    ],
    logic: .system { context in
      context.input.credentials.devices.compactMap { verdict in
        let device = verdict.device
        guard device.isLoaded, device.form == .broken, !device.isOpen else { return nil }
        let message: Sentence =
          "\(word: kind(device)) '\(setting: device.name)' names credentials that are not loaded; all its calls are refused."
        return Detection(
          .device(device.id), message: message, evidence: [Place(device.origin)])
      }
    })

  static let tellsNames = Rule(
    "VC-106", "device-names-shown", "Names of devices can be found by trying", .low,
    why: """
      A different answer for names that exist shows a guesser where to begin; with numbers as user
      names a few hundred tries list the site.
      """,
    remedy: """
      The administrator sets alwaysauthreject=yes in sip.conf, or removes
      allow_unauthenticated_options from the endpoint.
      """,
    citations: [.nistVerifiers],
    examples: [
      .triggers("alwaysauthreject=no") {
        $0.credentials.switches.tellsNames = Origin(file: "/etc/asterisk/sip.conf", line: 5)
      },
      .passes("answers are alike") { _ in },
    ],
    logic: .system { context in
      context.input.credentials.switches.tellsNames.map {
        [
          Detection(
            .system, message: "The answers show a caller which device names exist.",
            evidence: [Place($0)])
        ]
      } ?? []
    })

  static let orphan = Rule(
    "VC-107", "orphaned-device", "Nothing belongs to a device", .low,
    why: """
      A device without mailbox, hint and dial reference is rarely in use, and a forgotten one is a
      way in that nobody watches.
      """,
    remedy:
      "The administrator removes the device, or notes what it is for and accepts the finding.",
    citations: [.nistDormant, .cisDormant],
    examples: [
      .triggers("no mailbox, hint or call names it") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x") { $0.mailboxes = [] }
        $0.credentials.knowsReferences = true
        $0.credentials.referenced = [DeviceID(.pjsip, "200")]
      },
      .passes("it has a mailbox") {
        $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x")
        $0.credentials.knowsReferences = true
        $0.credentials.referenced = [DeviceID(.pjsip, "200")]
      },
    ],
    logic: .system { context in
      context.input.credentials.devices.compactMap { verdict in
        guard verdict.isOrphan else { return nil }
        let device = verdict.device
        let message: Sentence =
          "No mailbox, hint or call belongs to \(word: kind(device)) '\(setting: device.name)'."
        return Detection(
          .device(device.id), message: message, evidence: [Place(device.origin)])
      }
    })

  static let lost = Rule(
    "VC-108", "lost-configuration", "Asterisk loses devices or accounts by a fault", .medium,
    why: """
      One missing include, unknown template or repeated name makes Asterisk refuse a whole file or
      all objects of a type. After a restart calls fail, and what asks for no password stays open.
      """,
    remedy: "The administrator corrects the line named and reloads; the log names the same line.",
    citations: [.nistAccess],
    examples: [
      .triggers("two auth sections have the same name") {
        $0.credentials.faults = [
          CredentialFault(
            .duplicate, at: Origin(file: "/etc/asterisk/pjsip.conf", line: 30),
            lost: "all auth objects of pjsip.conf", detail: "twice")
        ]
      },
      .passes("everything is loaded") { $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x") },
    ],
    logic: .system { context in
      context.input.credentials.faults.map { fault in
        let message: Sentence =
          "Asterisk loses \(word: fault.lost) by a fault at \(fault.origin)."
        return Detection(
          .file(fault.origin.file), key: [ByteText(fault.lost)], message: message,
          evidence: [Place(fault.origin)])
      }
    })

  static let readableSecrets = Rule(
    "VC-109", "readable-credentials", "Files with passwords are readable by others", .high,
    varies: "Medium where only a group may read them to which Asterisk does not belong.",
    why: """
      Every user and program of the machine, or of the group, can read the passwords of devices and
      accounts, however strong they are.
      """,
    remedy: """
      The administrator runs `chmod o-r` on the file named and `chmod o-rx` on its directory, and
      gives it to Asterisk's own group with `chgrp`.
      """,
    citations: [.nistAuthenticators, .disaStoredPasswords],
    examples: [
      .triggers("pjsip.conf has mode 644") {
        var identity = Scenario.identity
        identity.mode = 0o100644
        $0.credentials.secretFiles = [
          ConfigFile(path: "/etc/asterisk/pjsip.conf", identity: identity)
        ]
      },
      .triggers("another group may read it", .medium) {
        $0.secretFile(mode: 0o100640, group: 33)
      },
      .passes("mode 640 and Asterisk's own group") { $0.secretFile(mode: 0o100640, group: 118) },
      .passes("mode 600, whatever the group") { $0.secretFile(mode: 0o100600, group: 33) },
    ],
    logic: .system { context in
      let user = context.input.configuration.asterisk.user
      return context.input.credentials.secretFiles.compactMap { file in
        let identity = file.identity
        let isForeign =
          identity.mode & 0o040 != 0 && identity.group != 0
          && (user.map { $0.knowsAllGroups && !$0.groups.contains(identity.group) } ?? false)
        guard identity.isWorldReadable || isForeign else { return nil }
        let message: Sentence =
          identity.isWorldReadable
          ? "The passwords in \(path: file.path) can be read by everybody on the machine."
          : "The passwords in \(path: file.path) can be read by group \(Int(identity.group)), to which Asterisk does not belong."
        return Detection(
          .file(file.path), severity: identity.isWorldReadable ? .high : .medium, message: message,
          evidence: [Place(file.path)])
      }
    })

  static let elsewhere = Rule(
    "VC-110", "credentials-not-read", "Devices or accounts may exist that were not read",
    .informational, varies: "Medium when a file could not be read at all.",
    why: """
      Credentials in a database, a dialplan in another language and the output of a command are not
      read, so devices may be open that are not named here.
      """,
    remedy: "The administrator looks into that store with its own tools.",
    citations: [.nistDevices],
    examples: [
      .triggers("PJSIP's objects live in a database") {
        $0.credentials.coverage.problems = [
          SourceProblem(.elsewhere, path: "/etc/asterisk/sorcery.conf", line: 3, detail: "realtime")
        ]
      },
      .triggers("pjsip.conf may not be read", .medium) {
        $0.credentials.coverage.problems = [
          SourceProblem(.unreadable, path: "/etc/asterisk/pjsip.conf", detail: "EACCES")
        ]
      },
      .passes("everything is in files") { $0.device(secret: "kV7#pq2Zw9!dLm4sTr0x") },
    ],
    logic: .system { context in
      Dictionary(grouping: context.input.credentials.problems, by: \.path).map { path, problems in
        let isUnreadable = problems.contains { $0.kind == .unreadable }
        return Detection(
          .file(path), severity: isUnreadable ? .medium : nil, key: ["credentials"],
          message: "Credentials here are not judged: \(problems[0].detail).",
          remedy: isUnreadable
            ? "The administrator gives the user who runs vmscan the right to read the file." : nil,
          evidence: problems.prefix(5).map { Place($0.path, line: $0.line) })
      }
    })
}
