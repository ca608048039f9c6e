# What surrounds a measurement: tools, builds, load, the machine, the results in README.md. Sourced by `run` and `million`.

say() { printf '%s\n' "$*" >&2; }

# need COMMAND: installs the Debian package of that name if there is no such command.
need() {
  if command -v "$1" >/dev/null; then return; fi
  local sudo=''
  ((EUID == 0)) || sudo=sudo
  say "installing $1"
  { $sudo apt-get update -qq && $sudo apt-get install -y -qq "$1"; } >&2 || die "$1 is missing and could not be installed"
}

# build PROJECT...
build() {
  local project
  for project; do
    say "building $project"
    # Without servers that stay and take memory and time from what is measured.
    dotnet build "$here/../$project" -c Release -v q --nologo -nodeReuse:false -p:UseSharedCompilation=false >"$work/build.log" 2>&1 ||
      die "$project does not build:" "$(tail -n 20 "$work/build.log")"
  done
}

# drive CONNECTIONS URL WORK [TOKEN FILE]: sends what load.lua makes of the work for some seconds; leaves requests a second, p50 and
# p99 in microseconds in $rate, $p50 and $p99.
drive() {
  local output errors connections=$1 url=$2
  shift 2
  output=$(wrk -t1 -c"$connections" -d"${seconds}s" -s "$here/load.lua" "$url" -- "$@") || die "wrk failed:" "$output"
  read -r _ rate p50 p99 errors < <(grep '^RESULT ' <<<"$output") || die "wrk gave no result:" "$output"
  [[ $errors == 0 ]] || die "$1 at $connections connections: $errors answers were errors or did not come:" "$output"
}

describe_machine() {
  printf '%s, %s cores of %s, .NET %s, %s rounds%s.\n\n' "$(date -u +%Y-%m-%d)" "$(nproc)" \
    "$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)" \
    "$(dotnet --list-runtimes | awk '/^Microsoft.AspNetCore.App/ { version = $2 } END { print version }')" "$rounds" "${seconds:+ of $seconds s each}"
}

# write_results MARK FILE: puts a file between the lines <!-- MARK --> and <!-- end of MARK --> of README.md.
write_results() {
  awk -v mark="$1" -v report="$2" '
    $0 == "<!-- end of " mark " -->" { inside = 0 }
    !inside { print }
    $0 == "<!-- " mark " -->" { inside = 1; print ""; while ((getline line < report) > 0) print line; print "" }
  ' "$here/README.md" >"$work/README.md"
  cat "$work/README.md" >"$here/README.md"
}
