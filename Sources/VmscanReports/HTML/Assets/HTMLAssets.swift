/// The style and the script of the page and the policy that admits exactly these.
enum HTMLAssets {
  /// Content-Security-Policy; the digests are those of `style` and `script`, which a test checks.
  static let policy =
    "default-src 'none'; style-src '\(styleDigest)'; script-src '\(scriptDigest)';"
    + " base-uri 'none'; form-action 'none'"

  static let styleDigest = "sha256-O+3QcErxBoWmLgC3rHt3AtD2Vz0BXTiQ0AkfXSGT5D8="
  static let scriptDigest = "sha256-7NYrxdq/oybHmvo5vzDU9PZ0R6j31pI+/qpcoDq/F10="
}
