import VmscanModel
import VmscanSystem

extension PlanHeader {
  /// - Throws: `PurgeRefusal.spoolChanged` when the plan was made for another directory.
  func refuse(unless spool: Descriptor, _ files: any FileOperations) throws {
    let identity = try files.identity(of: spool)
    let isSame =
      spoolInode == identity.inode || files.fileSystem(of: spool)?.keepsInodes == false
    guard spoolDevice == identity.device, isSame else {
      throw PurgeRefusal.spoolChanged(self.spool)
    }
  }

  /// What the journal says of the plan when a purge begins.
  func journalDetail(digest: String, totals: PlanTotals) -> [String: String] {
    var detail = [
      "planDigest": digest, "policy": policy, "planned": "\(totals.removed.messages)",
      "bytes": "\(totals.removed.bytes.bytes)", "reference": "\(reference.epochSeconds)",
      "lockMode": lockMode.rawValue,
    ]
    if let policyOwner { detail["policyOwner"] = policyOwner }
    return detail
  }
}
