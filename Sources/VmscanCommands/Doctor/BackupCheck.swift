import VmscanModel
import VmscanStore

/// The copies of the history, where the settings ask for them.
struct BackupCheck {
  let examination: Examination

  func diagnoses() -> [Diagnosis] {
    guard let backup = examination.settings.backup else { return [] }
    let files: [BackupFile]
    do {
      files = try BackupFile.list(in: backup.directory)
    } catch {
      return [.unchecked("backup", "\(error)", remedy: "run as the user that scans")]
    }
    guard let newest = files.last else {
      return [
        .warn(
          "backup", "no backup in '\(backup.directory)' yet",
          remedy: "'vmscan maintain' makes one")
      ]
    }
    guard newest.taken >= examination.now - Examination.week else {
      return [
        .fail(
          "backup", "the newest, '\(newest.path)', is of \(newest.taken)",
          remedy: "run 'vmscan maintain' and read what it says")
      ]
    }
    return [.ok("backup", "\(files.count) in '\(backup.directory)', newest \(newest.taken)")]
  }
}
