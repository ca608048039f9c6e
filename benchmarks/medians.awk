# Series of measurements and their medians, for the reports.

function add(series, value) { values[series, ++count[series]] = value }

function median(series,    n, i, j, sorted, value) {
  n = count[series]
  for (i = 1; i <= n; i++) {
    value = values[series, i]
    for (j = i - 1; j > 0 && sorted[j] > value; j--) sorted[j + 1] = sorted[j]
    sorted[j + 1] = value
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}

function thousands(number,    text, grouped) {
  text = sprintf("%.0f", number)
  while (length(text) > 3) {
    grouped = "," substr(text, length(text) - 2) grouped
    text = substr(text, 1, length(text) - 3)
  }
  return text grouped
}

function verdict(met) {
  if (met) return ""
  missed = 1
  return " **missed**"
}
