import VmscanLists
import VmscanModel

/// The program, its data lists and its settings file.
struct ProgramCheck {
  let examination: Examination

  /// Lists that were all made longer ago know too few providers.
  private static let listAge = Age.days(550)

  func diagnoses() -> [Diagnosis] { [program, settings] }

  private var program: Diagnosis {
    let lists = DataLists.all.map { "\($0.name) \($0.date)" }.joined(separator: ", ")
    let seen = "vmscan \(Version.text); data lists: \(lists)"
    let newest = DataLists.all.compactMap { Timestamp(parsing: $0.date) }.max()
    guard let newest, newest >= examination.now - Self.listAge else {
      return .warn("program", seen, remedy: "install a newer release: new providers are not known")
    }
    return .ok("program", seen)
  }

  private var settings: Diagnosis {
    let path = examination.settingsPath
    if let fault = examination.settingsFault {
      return .fail("settings", fault, remedy: "mend '\(path)'; until then no scan runs with it")
    }
    switch PathStatus.look(at: path) {
    case .missing:
      return .ok("settings", "no settings file '\(path)'; the defaults hold")
    case .hidden(let error):
      return .unchecked("settings", "cannot look at '\(path)': \(error)", remedy: "run as root")
    case .found(let status) where status.mode & 0o170000 != 0o100000:
      return .ok("settings", "'\(path)' is read; it is no regular file")
    case .found(let status) where status.isOthersWritable:
      return .fail(
        "settings", "'\(path)' has mode \(status.modeText): others may change it",
        remedy: "chmod 0640 '\(path)'")
    case .found(let status):
      return .ok("settings", "'\(path)' is valid, mode \(status.modeText)")
    }
  }
}
