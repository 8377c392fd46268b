import VmscanFormats
package import VmscanModel
import VmscanSystem

extension Quarantine {
  /// Calls `body` for every message that waits, run by run; what cannot be read is returned, also
  /// messages that no manifest names.
  ///
  /// - Throws: `SystemError` when the quarantine itself cannot be listed, and what `body` throws.
  package func forEachEntry(_ body: (QuarantineEntry) throws -> Void) throws -> [SourceProblem] {
    var problems: [SourceProblem] = []
    for run in try files.names(in: directory).sorted() {
      guard let name = run.utf8String, QuarantinePlace.isUsable(run: name) else { continue }
      let found = noting(name, &problems) { _ in
        try files.openDirectoryIfPresent(run, in: directory).map { ($0, try files.numbers(in: $0)) }
      }
      guard let (runDirectory, groups) = found ?? nil else { continue }
      for group in groups {
        let waiting = noting("\(name)/\(group)", &problems) { problems in
          try entries(run: name, group: group, in: runDirectory, &problems)
        }
        for entry in waiting ?? [] { try body(entry) }
      }
    }
    return problems
  }

  /// The lines of a group's manifest that can be read; none when the group is gone or was never made durable.
  package func manifests(run: String, group: Int) throws -> [QuarantineManifest] {
    guard let runDirectory = try files.openDirectoryIfPresent(ByteText(run), in: directory),
      let groupDirectory = try files.openDirectoryIfPresent(ByteText("\(group)"), in: runDirectory)
    else { return [] }
    return try manifests(in: groupDirectory).compactMap(\.manifest)
  }

  /// Every line with its number, from 1; a damaged one has no manifest.
  private func manifests(
    in group: Descriptor
  ) throws -> [(line: Int, manifest: QuarantineManifest?)] {
    do {
      let file = try files.openForReading(QuarantineManifest.fileName, in: group)
      return try files.read(file, limit: 1 << 30)
        .split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
        .filter { !$0.element.isEmpty }
        .map {
          ($0.offset + 1, try? CanonicalJSON.decode(QuarantineManifest.self, from: $0.element))
        }
    } catch let error as SystemError where error.isMissing {
      return []
    }
  }

  /// The messages of a group whose envelopes are in their place.
  private func entries(
    run: String, group: Int, in runDirectory: Descriptor, _ problems: inout [SourceProblem]
  ) throws -> [QuarantineEntry] {
    guard
      let groupDirectory = try files.openDirectoryIfPresent(ByteText("\(group)"), in: runDirectory)
    else { return [] }
    let lines = try manifests(in: groupDirectory)
    for (number, _) in lines.filter({ $0.manifest == nil }) {
      problems.append(
        problem(
          "\(run)/\(group)/\(QuarantineManifest.fileName)", line: number,
          "the line is damaged, so what it names cannot be restored"))
    }
    let known = Dictionary(grouping: lines.compactMap(\.manifest), by: \.place.slot)
    var entries: [QuarantineEntry] = []
    for slot in try files.numbers(in: groupDirectory) {
      guard let place = try files.openDirectoryIfPresent(ByteText("\(slot)"), in: groupDirectory)
      else { continue }
      let names = try files.names(in: place)
      let present = Self.numbers(names, of: { $0 == .envelope })
      let named = (known[slot] ?? []).flatMap(\.entries)
      entries += named.filter { present.contains($0.message.number) }
      let strangers = present.subtracting(named.map(\.message.number)).count
      if strangers > 0 {
        problems.append(
          problem("\(run)/\(group)/\(slot)", "no manifest names \(strangers) of its messages"))
      }
      let halves = Self.numbers(names, of: \.belongsToMessage).subtracting(present).count
      if halves > 0 {
        problems.append(
          problem(
            "\(run)/\(group)/\(slot)",
            "\(halves, "message") without an envelope, so they can be neither restored nor expire"))
      }
    }
    return entries
  }

  private static func numbers(
    _ names: [ByteText], of isWanted: (MessageFileName.Kind) -> Bool
  ) -> Set<Int32> {
    Set(
      names.compactMap { name in
        let meaning = MessageFileName(name.bytes.span)
        return isWanted(meaning.kind) ? meaning.number : nil
      })
  }

  /// `nil` when the part could not be read, which is noted.
  private func noting<Value>(
    _ part: String, _ problems: inout [SourceProblem],
    _ body: (inout [SourceProblem]) throws -> Value
  ) -> Value? {
    do {
      return try body(&problems)
    } catch {
      problems.append(problem(part, Sentence(.word(firstLine(error)))))
      return nil
    }
  }

  private func problem(_ part: String, line: Int? = nil, _ detail: Sentence) -> SourceProblem {
    SourceProblem(.quarantine, path: path.appending("/\(part)"), line: line, detail: detail)
  }
}
