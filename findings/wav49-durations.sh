#!/bin/bash
# mutagen 1.48.1, tinytag 2.3.2, wavinfo 4.0.1 and soundfile 0.14.0 (PyPI): how long a recording in
# Asterisk's format wav49 is (GSM in a RIFF file, format tag 49: blocks of 65 bytes, each of them
# 320 samples; the fact chunk holds the number of samples).
#
# Behaviour:
#  1. mutagen takes each block for one sample: 20 s are 0.0625 s, and the bit rate is 0.
#  2. wavinfo gives the number of blocks as the number of frames.
#  3. soundfile (libsndfile) has one block too many where their number is odd: 37 blocks are 12,160 frames
#     instead of 11,840, as if the byte that pads the chunk began another block.
#  4. tinytag is right both times: it reads the fact chunk.
#
# Seen: the eight lines at the end of this file.
# For vmscan: minutes that other tools count in a spool of wav49 can be too few by a factor of 320; its own
# come from the envelopes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q install mutagen==1.48.1 tinytag==2.3.2 wavinfo==4.0.1 soundfile==0.14.0 \
  >"$work/pip.log" 2>&1 || { cat "$work/pip.log"; exit 2; }

cat >"$work/try.py" <<'P'
import math, sys
import mutagen, soundfile, tinytag, wavinfo

for blocks in (500, 37):
    path = "%s/%d.wav" % (sys.argv[1], blocks)
    tone = [0.3 * math.sin(2 * math.pi * 440 * n / 8000) for n in range(320 * blocks)]
    soundfile.write(path, tone, 8000, subtype="GSM610", format="WAV")
    with open(path, "rb") as file:
        samples = int.from_bytes(file.read()[48:52], "little")
    print("%d blocks, %d samples by the fact chunk, %.2f s" % (blocks, samples, samples / 8000))
    info = mutagen.File(path).info
    print("mutagen: %.6f s, bit rate %d" % (info.length, info.bitrate))
    print("tinytag: %.2f s" % tinytag.TinyTag.get(path).duration)
    print("wavinfo: %d frames; soundfile: %d frames" % (
        wavinfo.WavInfoReader(path).data.frame_count, soundfile.info(path).frames))
P
"$work/venv/bin/python" "$work/try.py" "$work" | tee "$work/out"
diff "$work/out" - <<'T'
500 blocks, 160000 samples by the fact chunk, 20.00 s
mutagen: 0.062500 s, bit rate 0
tinytag: 20.00 s
wavinfo: 500 frames; soundfile: 160000 frames
37 blocks, 11840 samples by the fact chunk, 1.48 s
mutagen: 0.004625 s, bit rate 0
tinytag: 1.48 s
wavinfo: 37 frames; soundfile: 12160 frames
T
