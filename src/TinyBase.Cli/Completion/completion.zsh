#compdef tinybase
# Completion of tinybase for zsh. Load it with:
#   source <(tinybase completion zsh)
_tinybase() {
  local -a found
  found=("${(@f)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null)}")
  found=(${found:#})
  if (( ${#found} )); then compadd -a found; else _files; fi
}
compdef _tinybase tinybase
