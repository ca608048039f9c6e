# Turns the measurements of functions into tables of medians. Exits with 1 when a floor was missed. Needs medians.awk.
#   run <work> <connections> <requests a second> <p50 µs> <p99 µs> [ratio to bare]
#   save-1 <ms> | save-2 <ms> | first <ms> | worker <MB> | process <ms> | processes <a second>

BEGIN {
  FS = "\t"
  split("bare isolated own", works, " ")
  name["bare"] = "bare endpoint, GET"
  name["isolated"] = "call of a function in a process of its own"
  name["own"] = "call of a function of the app"
  floor["isolated"] = 0.25; aim["isolated"] = 0.50
  floor["own"] = 0.60; aim["own"] = 0.80
}

$1 == "run" {
  key = $2 " " $3
  add(key " rate", $4)
  add(key " p50", $5)
  add(key " p99", $6)
  if (NF > 6) add(key " ratio", $7)
  next
}

{ add($1, $2) }

function latency(key) {
  return sprintf("%.2f / %.2f", median(key " p50") / 1000, median(key " p99") / 1000)
}

END {
  print "| work | req/s, 32 connections | × bare | floor | aim | p50 / p99, ms | with one client |"
  print "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
  for (i = 1; i in works; i++) {
    key = works[i] " 32"
    if (works[i] == "bare") {
      printf "| %s | %s | 1.00 | | | %s | |\n", name["bare"], thousands(median(key " rate")), latency(key)
      continue
    }
    ratio = median(key " ratio")
    printf "| %s | %s | %.2f | %.2f%s | %.2f | %s | %s |\n", name[works[i]], thousands(median(key " rate")), ratio,
      floor[works[i]], verdict(ratio >= floor[works[i]]), aim[works[i]], latency(key), latency(works[i] " 1")
  }
  printf "| a process for each call | %.1f | | | | %.0f / | |\n", median("processes"), median("process")

  one = median("isolated 1 p50") / 1000
  first = median("first")
  print "\n| | measured | at most |\n| --- | ---: | ---: |"
  printf "| call in a process of its own, one client, p50 | %.2f ms | 1 ms%s |\n", one, verdict(one <= 1)
  printf "| first call of a function that is built | %.0f ms | 300 ms%s |\n", first, verdict(first <= 300)
  printf "| from saving a new file to its first answer | %.1f s | |\n", median("save-1") / 1000
  printf "| from saving an edit to its first answer | %.1f s | |\n", median("save-2") / 1000
  printf "| memory of an idle process of a function | %d MB | |\n", median("worker")
  exit missed
}
