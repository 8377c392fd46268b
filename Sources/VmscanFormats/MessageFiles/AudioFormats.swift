/// The audio formats of voice recordings, by their file name extensions, compared with case
/// (`exts_compare`).
package enum AudioFormats {
  /// Those that Asterisk's format modules register; names of one format are in one row.
  package static let registered: [[String]] = [
    ["wav"], ["wav16"], ["WAV", "wav49"], ["gsm"], ["pcm", "ulaw", "ul", "mu", "ulw"],
    ["alaw", "al", "alw"], ["au"], ["g719"], ["g722"], ["g723", "g723sf"], ["g726-40"],
    ["g726-32"], ["g726-24"], ["g726-16"], ["g729"], ["h263"], ["h264"], ["ilbc"], ["ogg"],
    ["opus"], ["siren7"], ["siren14"], ["vox"], ["sln", "slin", "raw"], ["sln12"], ["sln16"],
    ["sln24"], ["sln32"], ["sln44"], ["sln48"], ["sln96"], ["sln192"], ["c2"], ["spx"], ["spx16"],
    ["spx32"], ["mp3"],
  ]

  /// Those that modules of others are known to add.
  private static let foreign = [
    "slin16", "g728", "amr", "awb", "evs", "silk", "codec2", "aac", "m4a", "mp4", "flac", "webm",
    "ac3",
  ]

  private static let extensions = Set(
    (registered.flatMap { $0 } + foreign).map { Array($0.utf8) })

  /// Whether an extension without its dot is one of audio.
  package static func contains(_ name: Span<UInt8>) -> Bool {
    if name.count == 3 {
      // The three that nearly every message has, without building an array.
      if name[0] == 0x77, name[1] == 0x61, name[2] == 0x76 { return true }
      if name[0] == 0x57, name[1] == 0x41, name[2] == 0x56 { return true }
      if name[0] == 0x67, name[1] == 0x73, name[2] == 0x6D { return true }
    }
    guard name.count < 10 else { return false }
    var bytes: [UInt8] = []
    for place in name.indices { bytes.append(name[place]) }
    return extensions.contains(bytes)
  }
}
