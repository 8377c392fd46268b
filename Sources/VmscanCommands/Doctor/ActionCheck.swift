import Glibc
import VmscanActions
import VmscanModel
import VmscanStore

/// Actions that were interrupted and wait to be finished or rolled back.
struct ActionCheck {
  let examination: Examination

  /// Nothing is said without a history that can be read; `HistoryCheck` reports it.
  func diagnoses() -> [Diagnosis] {
    let path = examination.settings.database
    guard access(path, F_OK) == 0, let store = try? HistoryStore.readOnly(path: path),
      let open = try? store.unfinished().filter({ ActionKind.isFileAction($0.kind) })
    else { return [] }
    guard !open.isEmpty else { return [.ok("actions", "none was interrupted")] }
    let runs = Set(open.map(\.run)).sorted()
    return [
      .warn(
        "actions",
        "\(Names.count(open.count, "step", "steps")) of run \(Names.first(runs)) "
          + "\(open.count == 1 ? "was" : "were") begun and not finished",
        remedy: "'vmscan maintain --quarantine' finishes them or rolls them back, as does the next "
          + "purge or restore")
    ]
  }
}
