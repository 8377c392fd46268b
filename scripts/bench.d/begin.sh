# What every part of scripts/bench begins with: sourced by it with its name in `part`, the names of its
# options in `options` and their values set. Reads the options, builds the program unless VMSCAN names one,
# and makes the folder `work`, which goes with the shell, with `spoolgen` and `measure` in it.
while [ $# -gt 0 ]; do
  case "$1 $options " in
  --*" ${1#--} "*) ;;
  *) echo "$part: unknown option '$1'" >&2; exit 2 ;;
  esac
  [ $# -gt 1 ] || { echo "$part: '$1' needs a value" >&2; exit 2; }
  eval "${1#--}=\$2"
  shift 2
done

work=$(mktemp -d "${TMPDIR:-/tmp}/vmscan-bench-XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cc -O2 -o "$work/spoolgen" scripts/bench.d/spoolgen.c
cc -O2 -o "$work/measure" scripts/bench.d/measure.c
if [ -z "${VMSCAN:-}" ]; then
  swift build -c release --static-swift-stdlib --product vmscan >&2
  VMSCAN=$(swift build -c release --static-swift-stdlib --product vmscan --show-bin-path)/vmscan
fi
