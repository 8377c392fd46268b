import VmscanFormats
import VmscanModel
import VmscanSystem

/// Reads codes in the dialplan: `DISA`, `Authenticate`, `VMAuthenticate` and `VoiceMailMain(…,s)`;
/// and which devices it names.
struct DialplanReader {
  private(set) var accounts: [Account] = []
  private(set) var referenced: Set<DeviceID> = []
  private(set) var isWhole = false
  private let boxes: [MailboxID: PIN]
  private let modules: ModulePlan
  private var globals: [ByteText: ConfVariable] = [:]

  init(
    _ files: inout CredentialFiles, modules: ModulePlan, mailboxes: [ConfiguredMailbox]
  ) {
    self.modules = modules
    boxes = Dictionary(
      mailboxes.map { ($0.id.folded, $0.pin) }, uniquingKeysWith: { one, _ in one })
    noteOtherLanguages(&files)
    guard let file = files.load("extensions.conf") else { return }
    isWhole = file.isUsable && files.problems.isEmpty
    guard file.isUsable else { return }
    noteDatabase(file, &files)
    for variable in file.conf.section("globals")?.variables ?? [] {
      globals[ByteText(bytes: variable.name)] = variable
    }
    for section in file.conf.visibleSections
    where !section.isNamed("general") && !section.isNamed("globals") {
      read(section, in: file, &files)
    }
  }

  /// A dialplan in AEL or Lua stands beside `extensions.conf` or in its stead.
  private func noteOtherLanguages(_ files: inout CredentialFiles) {
    for (name, module) in [("extensions.ael", "pbx_ael"), ("extensions.lua", "pbx_lua")] {
      guard files.isThere(name), modules.loads(module) else { continue }
      files.add(
        SourceProblem(
          .elsewhere, path: files.path(of: name),
          detail: "a dialplan in another language, which is not read", hidesData: false))
    }
  }

  /// `switch => Realtime/…`: the context goes on in a database, which may hold any code.
  private mutating func noteDatabase(_ file: CredentialFile, _ files: inout CredentialFiles) {
    let all = file.conf.visibleSections.lazy.flatMap(\.variables)
    guard let first = all.first(where: Self.isDatabaseSwitch) else { return }
    isWhole = false
    files.add(
      SourceProblem(
        .elsewhere, path: file.origin(first).file, line: file.origin(first).line,
        detail: "parts of the dialplan live in a database; they are not read", hidesData: false))
  }

  private static func isDatabaseSwitch(_ variable: ConfVariable) -> Bool {
    guard
      variable.isNamed("switch") || variable.isNamed("lswitch") || variable.isNamed("eswitch")
    else { return false }
    let name = variable.value.prefix { $0 != UInt8(ascii: "/") }
    return ByteText(bytes: name).stripped.lowercased == "realtime"
  }

  private mutating func read(
    _ section: ConfSection, in file: CredentialFile, _ files: inout CredentialFiles
  ) {
    var last: [UInt8]?
    var number = 0
    for variable in section.variables {
      for (technology, name) in DialplanStep.devices(in: variable.value) {
        if let kind = Device.Kind(rawValue: technology) {
          referenced.insert(DeviceID(kind, ByteText(bytes: name)))
        }
      }
      guard let step = DialplanStep(variable, last: last) else { continue }
      if step.dialled != last { number = 0 }
      last = step.dialled
      number =
        Int(String(decoding: step.priority, as: UTF8.self)) ?? (step.isHint ? number : number + 1)
      var counts: [[UInt8]: Int] = [:]
      for call in step.calls {
        let application = ByteText(bytes: call.application).lowercased.bytes
        counts[application, default: 0] += 1
        // A second one of the same step has a name of its own, `600,2.2 DISA`.
        let count = counts[application] ?? 1
        let place = count > 1 ? "\(number).\(count)" : "\(number)"
        take(call, at: place, section, file.origin(variable), file, &files)
      }
    }
  }

  private mutating func take(
    _ step: DialplanStep, at number: String, _ section: ConfSection, _ origin: Origin,
    _ file: CredentialFile, _ files: inout CredentialFiles
  ) {
    let isDISA = step.isCall(of: "DISA")
    let isCode = step.isCall(of: "Authenticate")
    let isVoicemail = step.isCall(of: "VMAuthenticate")
    let isMain = step.isCall(of: "VoiceMailMain")
    guard isDISA || isCode || isVoicemail || isMain else { return }
    let application = String(decoding: step.application, as: UTF8.self)
    let place = ByteText(
      bytes: section.name + Array(",".utf8) + step.dialled + Array(",\(number) ".utf8))
    var account = Account(
      kind: .dialplan, name: ByteText(bytes: place.bytes + Array(application.utf8)),
      origin: origin)
    account.context = ByteText(bytes: section.name)
    let module = isDISA ? "app_disa" : isCode ? "app_authenticate" : "app_voicemail"
    if !isVoicemail, !isMain, !modules.loads(module) { account.fault = .moduleNotLoaded }
    let arguments = step.arguments
    let first = value(of: arguments.first ?? [])
    if isDISA {
      let context = arguments.count > 1 ? ByteText(bytes: arguments[1]).stripped : ""
      account.context = context.isEmpty ? "disa" : context
      readCode(first, &account, origin, &files, isDISA: true)
    } else if isCode {
      readAuthenticate(first, arguments, &account, origin, &files)
    } else {
      readVoicemail(first, arguments, &account, isMain: isMain)
      if isMain, account.form != .none { return }
    }
    accounts.append(account)
  }

  /// The text of an argument with global variables put in; `nil` when a variable is not known
  /// before a call.
  private func value(of argument: [UInt8]) -> [UInt8]? {
    guard argument.contains(UInt8(ascii: "$")) else { return argument }
    guard argument.starts(with: "${".utf8), argument.last == UInt8(ascii: "}") else { return nil }
    let name = argument.dropFirst(2).dropLast()
    return globals[ByteText(bytes: name)]?.value
  }

  private func readCode(
    _ code: [UInt8]?, _ account: inout Account, _ origin: Origin, _ files: inout CredentialFiles,
    isDISA: Bool
  ) {
    guard let code else {
      account.form = .plain
      return
    }
    if isDISA, ByteText(bytes: code).lowercased == "no-password" {
      account.isOpen = account.isLoaded
      return
    }
    if code.first.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false {
      account.form = .plain
      account.credentials = [credential(code, account, origin)]
      files.secretPaths.insert(origin.file)
      return
    }
    account.form = .plain
    guard code.first == 0x2F else {
      // No file of that name: nobody gets in.
      if code.isEmpty { account.form = .none }
      return
    }
    for (text, line) in lines(ofFile: code, &files) {
      guard isDISA else {
        account.credentials.append(credential(Array(text), account, line))
        continue
      }
      guard let first = text.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else {
        continue
      }
      let word = text.prefix { $0 != UInt8(ascii: ",") }
      guard !word.isEmpty, word.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { continue }
      account.credentials.append(credential(Array(word), account, line))
    }
  }

  private func readAuthenticate(
    _ first: [UInt8]?, _ arguments: [[UInt8]], _ account: inout Account, _ origin: Origin,
    _ files: inout CredentialFiles
  ) {
    let options = arguments.count > 1 ? arguments[1] : []
    if let first, first.isEmpty, arguments.count > 1 {
      // The empty code, as the caller ends it.
      account.form = .empty
      account.isOpen = account.isLoaded
      return
    }
    if first?.isEmpty ?? false { return }
    if let first, first.first == 0x2F {
      if options.contains(UInt8(ascii: "d")) {
        account.form = .database
        return
      }
      if options.contains(UInt8(ascii: "m")) {
        account.form = .digest
        return
      }
      readCode(first, &account, origin, &files, isDISA: false)
      return
    }
    account.form = .plain
    if let first {
      account.credentials = [credential(first, account, origin)]
      files.secretPaths.insert(origin.file)
    }
  }

  /// `VMAuthenticate(box)` lets in unasked where the box has no PIN; `VoiceMailMain(…,s)` asks none.
  private func readVoicemail(
    _ first: [UInt8]?, _ arguments: [[UInt8]], _ account: inout Account, isMain: Bool
  ) {
    let options = arguments.count > 1 ? arguments[1] : []
    account.form = .plain
    if isMain {
      guard options.contains(UInt8(ascii: "s")) else { return }
      account.form = .none
      account.isOpen = account.isLoaded
      return
    }
    guard let first, !first.isEmpty else { return }
    let box = MailboxLink(ByteText(bytes: first)).mailbox
    if let pin = boxes[box.folded], pin.withBytes({ $0.isEmpty || $0 == [0x2D] }) {
      account.form = .empty
      account.isOpen = account.isLoaded
    }
  }

  private func credential(
    _ code: [UInt8], _ account: Account, _ origin: Origin
  ) -> InboundCredential {
    InboundCredential(
      form: .plain, secret: Secret(code), userName: "", origin: origin, holder: account.name)
  }

  /// The lines of a file of codes, with their places.
  private func lines(
    ofFile path: [UInt8], _ files: inout CredentialFiles
  ) -> [(ArraySlice<UInt8>, Origin)] {
    let place = ByteText(bytes: files.resolved(path))
    switch ConfigFileReader.read(path: place.bytes) {
    case .text(let bytes, _), .changing(let bytes, _):
      files.secretPaths.insert(place)
      return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        .filter { !$1.isEmpty }.map { ($1, Origin(file: place, line: $0 + 1)) }
    case .missing, .notRegular: return []
    case .failed(let code):
      files.add(
        SourceProblem(
          .unreadable, path: place,
          detail: "\(SystemError(code)); the codes in it are not judged", hidesData: false))
      return []
    }
  }
}
