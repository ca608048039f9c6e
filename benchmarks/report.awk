# Turns the measurements into tables of medians. Exits with 1 when a floor was missed. Needs medians.awk.
#   run <work> <connections> <requests a second> <p50 µs> <p99 µs> [ratio to bare]
#   start <ms> | memory <MB> | memory-after <MB>

BEGIN {
  FS = "\t"
  split("bare bare-post read list create", works, " ")
  name["bare"] = "bare endpoint, GET"
  name["bare-post"] = "bare endpoint, POST"
  name["read"] = "read one record"
  name["list"] = "list 30 records"
  name["create"] = "durable create, validated"
  floor["read"] = 0.70; aim["read"] = 0.90
  floor["list"] = 0.30; aim["list"] = 0.50
  floor["create"] = 0.45; aim["create"] = 0.70
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

function limits(work, ratio) {
  return sprintf("%.2f%s | %.2f", floor[work], verdict(ratio >= floor[work]), aim[work])
}

END {
  print "| work, 32 connections | req/s | × bare | floor | aim | p50 / p99, ms |"
  print "| --- | ---: | ---: | ---: | ---: | ---: |"
  for (i = 1; i in works; i++) {
    key = works[i] " 32"
    ratio = works[i] == "bare" ? 1 : median(key " ratio")
    printf "| %s | %s | %.2f | %s | %s |\n", name[works[i]], thousands(median(key " rate")), ratio,
      works[i] in floor ? limits(works[i], ratio) : " | ", latency(key)
  }

  print "\n| p50 / p99, ms | 1 connection | 16 | 64 |\n| --- | ---: | ---: | ---: |"
  for (i = 1; i in works; i++)
    if (works[i] != "bare-post")
      printf "| %s | %s | %s | %s |\n", name[works[i]], latency(works[i] " 1"), latency(works[i] " 16"), latency(works[i] " 64")

  start = median("start") / 1000
  memory = median("memory")
  print "\n| | measured | floor | aim |\n| --- | ---: | ---: | ---: |"
  printf "| start to first answer | %.2f s | 1.0 s%s | 0.4 s |\n", start, verdict(start <= 1)
  printf "| memory, idle after start | %d MB | 90 MB%s | 60 MB |\n", memory, verdict(memory <= 90)
  printf "| memory, idle after the load | %d MB | | |\n", median("memory-after")
  exit missed
}
