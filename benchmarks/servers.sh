# Starting and stopping the two servers, and filling the one under test. Sourced by `run`.

free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)); do
    { : <>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || break
  done
  echo "$port"
}

# answers_200 PORT PATH: one request without a process of its own, so that polling takes little from the server.
answers_200() {
  local status
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 5 status <&3
  exec 3>&-
  [[ $status == *' 200 '* ]]
}

# wait_for PID PORT PATH LOG: until the server answers; fails when it ends or takes a minute.
wait_for() {
  local deadline=$((SECONDS + 60))
  until answers_200 "$2" "$3"; do
    kill -0 "$1" 2>/dev/null || die "the server ended:" "$(tail -n 20 "$4")"
    ((SECONDS < deadline)) || die "no answer from port $2 within a minute:" "$(tail -n 20 "$4")"
    read -r -t 0.002 <>"$ticks" || true
  done
}

stop() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

start_bare() {
  bare_port=$(free_port)
  dotnet "$artifacts/Bare/release/Bare.dll" --urls "http://127.0.0.1:$bare_port" >"$work/bare.log" 2>&1 &
  bare_pid=$!
  wait_for "$bare_pid" "$bare_port" / "$work/bare.log"
}

init_tinybase() {
  mkdir "$work/data"
  (cd "$work/data" && dotnet "$artifacts/TinyBase.Cli/release/TinyBase.Cli.dll" init \
    --admin-email admin@example.com --admin-password "$password") >"$work/init.log" 2>&1 ||
    die "tinybase init failed:" "$(tail -n 20 "$work/init.log")"
}

# The first server of a workspace builds the example functions of `init`; what is measured later is not to bear that.
build_examples() {
  local deadline=$((SECONDS + 120)) name
  start_tinybase
  for name in "$work/data/functions/"[!_]*.cs; do
    name=$(basename "$name" .cs)
    until compgen -G "$work/data/.tinybase/functions/$name/*/metadata.json" >/dev/null; do
      ((SECONDS < deadline)) || die "the function $name was not built within two minutes:" "$(tail -n 20 "$work/tinybase.log")"
      sleep 0.2
    done
  done
  sleep 1
  stop "$tinybase_pid"
}

# Leaves the milliseconds from spawning the server to its first 200 in $start_ms.
start_tinybase() {
  local from=${EPOCHREALTIME/./}
  tinybase_port=$(free_port)
  (cd "$work/data" && TINYBASE_SERVER_HOST=127.0.0.1 TINYBASE_SERVER_PORT=$tinybase_port \
    exec dotnet "$artifacts/TinyBase.Cli/release/TinyBase.Cli.dll" serve) >"$work/tinybase.log" 2>&1 &
  tinybase_pid=$!
  wait_for "$tinybase_pid" "$tinybase_port" /health "$work/tinybase.log"
  start_ms=$(((${EPOCHREALTIME/./} - from) / 1000))
}

resident_mb() {
  awk '/^VmRSS:/ { printf "%.0f", $2 * 1024 / 1e6 }' "/proc/$1/status"
}

# api STATUS PATH [curl options]: prints the body; fails unless the answer has that status.
api() {
  local expected=$1 path=$2 status
  shift 2
  status=$(curl -s -o "$work/answer" -w '%{http_code}' -H 'Content-Type: application/json' "$@" \
    "http://127.0.0.1:$tinybase_port$path") || die "$path: no answer"
  [[ $status == "$expected" ]] || die "$path: $status instead of $expected:" "$(<"$work/answer")"
  cat "$work/answer"
}

login() {
  local answer
  answer=$(api 200 /api/auth/login -d "{\"email\":\"$1\",\"password\":\"$password\"}")
  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p' <<<"$answer"
}

# The load is that of an ordinary user, since admins pass every rule unchecked. Records are created in a collection of
# their own, so that the one that is read stays as it is.
fill_tinybase() {
  local admin name
  api 201 /api/auth/register -d "{\"email\":\"user@example.com\",\"password\":\"$password\"}" >/dev/null
  token=$(login user@example.com)
  admin=$(login admin@example.com)
  for name in items created; do
    api 201 /api/collections -H "Authorization: Bearer $admin" -d @- >/dev/null <<JSON
{"name": "$name", "label": "$name",
 "schema": {"fields": [
   {"name": "title", "type": "string", "required": true, "max_length": 200},
   {"name": "price", "type": "float", "min": 0},
   {"name": "count", "type": "int"},
   {"name": "active", "type": "bool"},
   {"name": "tags", "type": "list[string]"}]},
 "options": {"access": {"list": "auth", "read": "auth", "create": "auth", "update": "owner", "delete": "owner"}}}
JSON
  done

  awk -v url="http://127.0.0.1:$tinybase_port/api/collections/items/records" -v token="$token" 'BEGIN {
    for (i = 1; i <= 1000; i++) {
      if (i > 1) print "next"
      printf "url = \"%s\"\nsilent\nfail\nshow-error\nwrite-out = \"\\n\"\n", url
      printf "header = \"Authorization: Bearer %s\"\nheader = \"Content-Type: application/json\"\n", token
      printf "data = \"{\\\"data\\\":{\\\"title\\\":\\\"Item %d\\\",\\\"price\\\":%d.5,\\\"count\\\":%d,\\\"active\\\":true,\\\"tags\\\":[\\\"red\\\",\\\"blue\\\"]}}\"\n", i, i % 500, i
    }
  }' >"$work/fill.curl"
  curl --fail-early -K "$work/fill.curl" >"$work/filled" || die "filling the collection failed:" "$(tail -n 1 "$work/filled")"
  sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p' "$work/filled" >"$work/ids"
  [[ $(wc -l <"$work/ids") == 1000 ]] || die "1,000 records expected, $(wc -l <"$work/ids") were created"
}
