# Turns the measurements into tables of medians. Exits with 1 when a floor was missed. Needs medians.awk.
#   ratio <work> <requests a second> <those of the other> <ratio> <ratio of the processor time a request>
#   alone <work> <p50 µs> <p99 µs>

BEGIN {
  FS = "\t"
  works = split("get-large first-large far counted sorted-asc sorted-asc-far sorted-desc-far", work, " ")
  name["get-large"] = "one record of the large collection | of the small one"
  name["first-large"] = "first page of the large collection | of the small one"
  name["far"] = "last pages by cursor | first page"
  name["counted"] = "first page with total | without"
  name["sorted-asc"] = "first page by an indexed field | by id"
  name["sorted-asc-far"] = "last pages by cursor, by an indexed field | first page"
  name["sorted-desc-far"] = "the same, descending | first page"
  floor["get-large"] = floor["first-large"] = floor["counted"] = 0.9
  floor["far"] = floor["sorted-asc-far"] = floor["sorted-desc-far"] = 0.5
  lists = split("filtered unique", list, " ")
  name["filtered"] = "30 records that an indexed field is equal in, with their total"
  name["unique"] = "the record that has a value of a unique field"
  limit["filtered"] = limit["unique"] = 2
}

$1 == "ratio" { add($2 " rate", $3); add($2 " beside", $4); add($2 " ratio", $5); add($2 " cpu", $6) }
$1 == "alone" { add($2 " p50", $3); add($2 " p99", $4) }

END {
  print "| work, 32 connections | beside | req/s | beside | ratio | floor | by processor time |"
  print "| --- | --- | ---: | ---: | ---: | ---: | ---: |"
  for (i = 1; i <= works; i++) {
    ratio = median(work[i] " ratio")
    printf "| %s | %s | %s | %.2f | %s | %.2f |\n", name[work[i]], thousands(median(work[i] " rate")), thousands(median(work[i] " beside")),
      ratio, work[i] in floor ? sprintf("%.2f%s", floor[work[i]], verdict(ratio >= floor[work[i]])) : "", median(work[i] " cpu")
  }

  print "\n| a million records, 1 connection | p50 / p99, ms | at most, p50 |"
  print "| --- | ---: | ---: |"
  for (i = 1; i <= lists; i++) {
    p50 = median(list[i] " p50") / 1000
    printf "| %s | %.2f / %.2f | %.0f ms%s |\n", name[list[i]], p50, median(list[i] " p99") / 1000, limit[list[i]], verdict(p50 <= limit[list[i]])
  }
  exit missed
}
