import VmscanActions
import VmscanModel

/// Asterisk's manager as the one who removes, found able before anything is asked of it.
struct RemovalThroughAsterisk {
  let client: ManagerClient

  /// - Throws: `CommandFailure` when the settings name no manager, it cannot be reached, or it does
  ///   not have `VoicemailRemove`.
  init(_ settings: Settings) throws {
    guard let manager = settings.manager else {
      throw Self.refusal("the settings name no 'ami'", "set 'ami' with user and secret")
    }
    do {
      client = try ManagerClient(manager)
    } catch {
      throw Self.refusal(
        "\(error)", "check 'ami' in the settings and that Asterisk's manager.conf lets this host in"
      )
    }
    guard try Self.offersRemoval(client) else {
      throw Self.refusal(
        "its manager does not offer 'VoicemailRemove' to this user",
        "Asterisk has it from 18.20, 20.5 and 21 on, for users with write=user; else leave out"
          + " '--engine asterisk'")
    }
  }

  private static func offersRemoval(_ client: ManagerClient) throws -> Bool {
    do {
      return try client.offers("VoicemailRemove")
    } catch {
      throw refusal("\(error)", "check what manager.conf lets this user do")
    }
  }

  private static func refusal(_ why: String, _ remedy: String) -> CommandFailure {
    CommandFailure(
      .refused, "refused to purge through Asterisk: \(why)\n\(remedy); nothing was changed")
  }

  /// What a person must know before he agrees.
  static func warning(_ site: Site) -> String {
    let keeps = site.configuration.mailboxes.contains { $0.backupDeleted.value > 0 }
    return "Asterisk itself removes them: no quarantine, no undo."
      + (keeps ? " Where backupdeleted is set it only moves them to Deleted." : "")
  }
}
