/// The style and the script of the page and the policy that admits exactly these.
enum HTMLAssets {
  /// Content-Security-Policy; the digests are those of `style` and `script`, which a test checks.
  static let policy =
    "default-src 'none'; style-src '\(styleDigest)'; script-src '\(scriptDigest)';"
    + " base-uri 'none'; form-action 'none'"

  static let styleDigest = "sha256-9VeqY0pKQz9jgbVP3EBOLzIIq4tm3fgVRdTv+cOyKOM="
  static let scriptDigest = "sha256-p3Pzc/VPXvITMYo6KobFNyydEGt92ksTXv/fTzLBg4k="
}
