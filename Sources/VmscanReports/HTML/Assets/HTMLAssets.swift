/// The style and the script of the page and the policy that admits exactly these.
enum HTMLAssets {
  /// Content-Security-Policy; the digests are those of `style` and `script`, which a test checks.
  static let policy =
    "default-src 'none'; style-src '\(styleDigest)'; script-src '\(scriptDigest)';"
    + " base-uri 'none'; form-action 'none'"

  static let styleDigest = "sha256-IqetNgiv5ppufobg3h8HvFoo2krONOmjV7EXeY496V0="
  static let scriptDigest = "sha256-p3Pzc/VPXvITMYo6KobFNyydEGt92ksTXv/fTzLBg4k="
}
