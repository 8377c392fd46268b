import ArgumentParser

/// The predicates of `messages` and `purge` that a hold cannot take, refused by name.
///
/// A hold must cover the same messages whenever it is asked; what these match changes with time.
struct UnstablePredicates: ParsableArguments {
  @Flag(help: .hidden) var emailed = false
  @Option(help: .hidden) var evidence: String?
  @Option(help: .hidden) var older: String?
  @Option(help: .hidden) var folder: [String] = []
  @Flag(help: .hidden) var heard = false
  @Flag(help: .hidden) var unheard = false
  @Flag(help: .hidden) var orphaned = false
  @Option(help: .hidden) var larger: String?

  func validate() throws {
    let proof = "what is known of a mail changes with every log that is read"
    let folders = "a message changes its folder when it is heard or moved"
    let refused = [
      ("--emailed", emailed, proof), ("--evidence", evidence != nil, proof),
      ("--older", older != nil, "an age counts from now; name a date with --before"),
      ("--folder", !folder.isEmpty, folders), ("--heard", heard, folders),
      ("--unheard", unheard, folders),
      ("--orphaned", orphaned, "a mailbox may be configured again"),
      ("--larger", larger != nil, "a hold goes by mailbox, context, caller and date alone"),
    ]
    guard let (name, _, reason) = refused.first(where: \.1) else { return }
    throw ValidationError(
      "\(name) cannot limit a hold, which covers the same messages at any time: \(reason)")
  }
}
