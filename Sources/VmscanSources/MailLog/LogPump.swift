import Glibc

/// The thread that reads a log and picks its relevant lines, while another follows the mails.
///
/// Sendable without checks because after `start` only the new thread uses the members, until
/// `finish` has joined it; the queues are made for both.
final class LogPump: @unchecked Sendable {
  private static let batches = 4

  let filled = LogBatchQueue()
  let free = LogBatchQueue()
  private var source: LogDescriptor?
  private var skimmer: LogSkimmer
  private var skip: Int64
  private let isLive: Bool
  private var thread = pthread_t()
  private var rest: [UInt8] = []

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
    let box = Unmanaged.passRetained(self)
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<LogPump>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    if result != 0 { box.release() }
    return result == 0
  }

  /// Waits for the thread, then for an unpacking program.
  func finish(_ file: LogFile) throws(LogReadError) {
    pthread_join(thread, nil)
    if let source = source.take() { try source.finish(file) }
  }

  private func run() {
    var isOverlong = false
    while true {
      let batch = free.pop()
      skimmer.learn(from: batch)
      batch.clear()
      if batch.isCancelled || !fill(batch, &isOverlong) {
        batch.isLast = true
        filled.push(batch)
        return
      }
      skimmer.skim(batch)
      filled.push(batch)
    }
  }

  /// Reads whole lines into the batch; `false` at the end, with the last line of a dead log in it.
  private func fill(_ batch: LogBatch, _ isOverlong: inout Bool) -> Bool {
    batch.bytes.replaceSubrange(0..<rest.count, with: rest)
    var size = rest.count
    rest = []
    while true {
      var count = 0
      do {
        count = try source?.read(into: &batch.bytes, from: size) ?? 0
      } catch {
        batch.error = error
        return false
      }
      guard count > 0 else { return isLive || isOverlong || size == 0 ? false : end(batch, size) }
      head.add(batch.bytes, size..<size + count)
      size = dropSkipped(batch, size, count)
      if let newline = batch.bytes[..<size].lastIndex(of: 0x0A) {
        var start = 0
        if isOverlong, let first = batch.bytes.firstIndex(of: 0x0A) { start = first + 1 }
        isOverlong = false
        batch.lines = start..<newline + 1
        rest = Array(batch.bytes[(newline + 1)..<size])
        offset += Int64(newline + 1)
        handedOn += Int64(newline + 1 - start)
        return true
      }
      guard size == batch.bytes.count else { continue }
      overlongLines += isOverlong ? 0 : 1
      isOverlong = true
      offset += Int64(size)
      size = 0
    }
  }

  /// Takes away what an earlier run has read; the size that is left.
  private func dropSkipped(_ batch: LogBatch, _ size: Int, _ count: Int) -> Int {
    guard skip > 0 else { return size + count }
    let dropped = Int(min(skip, Int64(count)))
    skip -= Int64(dropped)
    offset += Int64(dropped)
    let kept = Array(batch.bytes[(size + dropped)..<(size + count)])
    batch.bytes.replaceSubrange(size..<size + kept.count, with: kept)
    return size + kept.count
  }

  /// The last line of a log that is no longer written is whole without its newline.
  private func end(_ batch: LogBatch, _ size: Int) -> Bool {
    batch.lines = 0..<size
    offset += Int64(size)
    handedOn += Int64(size)
    skimmer.skim(batch)
    return false
  }
}
