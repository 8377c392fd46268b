/// File name extensions of voice recordings, compared with case.
enum AudioFormats {
  /// Those of Asterisk's format modules, and of ones that others are known to add.
  private static let extensions: Set<[UInt8]> = Set(
    """
    wav wav16 WAV wav49 gsm ulaw ul mu ulw pcm alaw al alw au g719 g722 g723 g723sf g726-16 g726-24 \
    g726-32 g726-40 g729 ilbc sln slin raw sln12 sln16 sln24 sln32 sln44 sln48 sln96 sln192 siren7 \
    siren14 vox ogg spx spx16 spx32 h263 h264 mp3 opus amr awb evs silk codec2 c2 aac m4a mp4 flac \
    webm
    """.split(separator: " ").map { Array($0.utf8) })

  static func contains(_ name: Span<UInt8>) -> Bool {
    if name.count == 3 {
      // The two that nearly every message has, without building an array.
      if name[0] == 0x77, name[1] == 0x61, name[2] == 0x76 { return true }
      if name[0] == 0x57, name[1] == 0x41, name[2] == 0x56 { return true }
      if name[0] == 0x67, name[1] == 0x73, name[2] == 0x6D { return true }
    }
    guard name.count < 10 else { return false }
    return extensions.contains(name.indices.map { name[$0] })
  }
}
