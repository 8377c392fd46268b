import Glibc
import VmscanFormats
import VmscanSystem

/// The thread that reads a log and picks its relevant lines, while another follows the mails.
///
/// Sendable without checks because after `start` only the new thread uses the members, until
/// `finish` has joined it; the queues are made for both.
final class LogPump: @unchecked Sendable {
  /// A longer line is skipped.
  static let longestLine = 256 << 10
  private static let batches = 4

  let filled = LogBatchQueue()
  let free = LogBatchQueue()
  private var source: LogDescriptor?
  private var skimmer: LogSkimmer
  private var skip: Int64
  private let isLive: Bool
  private var thread: SystemThread?

  /// What was read, up to `size`; lines up to `used` have been handed on.
  private var block = [UInt8](repeating: 0, count: LogPump.longestLine)
  private var size = 0
  private var used = 0
  private var isOverlong = false

  private(set) var head = LogHead()
  /// Bytes of whole lines handed on or skipped.
  private(set) var offset: Int64 = 0
  /// Bytes of lines handed on.
  private(set) var handedOn: Int64 = 0
  private(set) var overlongLines = 0

  init(_ source: consuming LogDescriptor, skimmer: LogSkimmer, skipping: Int64, isLive: Bool) {
    if skipping > 0, let head = source.jump(to: skipping) {
      (self.head, offset, skip) = (head, skipping, 0)
    } else {
      skip = skipping
    }
    self.source = consume source
    self.skimmer = skimmer
    self.isLive = isLive
    for _ in 0..<Self.batches { free.push(LogBatch()) }
  }

  /// Starts the thread; without one, reads when called.
  func start() -> Bool {
    thread = SystemThread { self.run() }
    return thread != nil
  }

  /// Waits for the thread, then for an unpacking program.
  func finish(_ file: LogFile) throws(LogReadError) {
    thread?.join()
    if let source = source.take() { try source.finish(file) }
  }

  private func run() {
    while true {
      let batch = free.pop()
      for part in batch.parts { skimmer.learn(opened: part.opened, changes: []) }
      skimmer.learn(opened: [], changes: batch.changes)
      batch.clear()
      batch.isLast = batch.isCancelled || !fill(batch)
      batch.offset = offset
      filled.push(batch)
      if batch.isLast { return }
    }
  }

  /// Reads and skims the batch's blocks; `false` at the log's end.
  private func fill(_ batch: LogBatch) -> Bool {
    do {
      for place in batch.parts.indices where try !fill(&batch.parts[place]) { return false }
    } catch {
      batch.error = error
      return false
    }
    return true
  }

  /// Reads and skims a block; `false` at the log's end, with the last line of a dead log in it.
  private func fill(_ part: inout SkimmedLines) throws(LogReadError) -> Bool {
    let lines = try read()
    let text = block
    if let lines {
      skimmer.skim(text.span, lines, into: &part)
      // Whoever follows the mails is behind: a part of his work is better done here.
      if filled.hasMore { part.readAhead() }
    } else if !isLive, !isOverlong, size > 0 {
      // The last line of a log that is no longer written is whole without its newline.
      skimmer.skim(text.span, 0..<size, into: &part)
      offset += Int64(size)
      handedOn += Int64(size)
    }
    return lines != nil
  }

  /// Reads whole lines into the block; `nil` at the end, the first `size` bytes then are what is left.
  private func read() throws(LogReadError) -> Range<Int>? {
    let rest = Array(block[used..<size])
    block.replaceSubrange(0..<rest.count, with: rest)
    (size, used) = (rest.count, 0)
    while true {
      let count = try source?.read(into: &block, from: size) ?? 0
      guard count > 0 else { return nil }
      head.add(block, size..<size + count)
      dropSkipped(count)
      if let newline = block[..<size].lastIndex(of: 0x0A) {
        used = newline + 1
        return hand(over: used)
      }
      guard size == block.count else { continue }
      overlongLines += isOverlong ? 0 : 1
      isOverlong = true
      offset += Int64(size)
      size = 0
    }
  }

  /// The lines of the block, which end at `end`, without the rest of an overlong one.
  private func hand(over end: Int) -> Range<Int> {
    var start = 0
    if isOverlong, let first = block.firstIndex(of: 0x0A) { start = first + 1 }
    isOverlong = false
    offset += Int64(end)
    handedOn += Int64(end - start)
    return start..<end
  }

  /// Adds what was read to `size`, but takes away what an earlier run has read.
  private func dropSkipped(_ count: Int) {
    let dropped = Int(min(skip, Int64(count)))
    if dropped > 0 {
      skip -= Int64(dropped)
      offset += Int64(dropped)
      let kept = Array(block[(size + dropped)..<(size + count)])
      block.replaceSubrange(size..<size + kept.count, with: kept)
    }
    size += count - dropped
  }
}
