# Completion of tinybase for bash. Load it with:
#   source <(tinybase completion bash)
_tinybase() {
  local word=${COMP_WORDS[COMP_CWORD]} line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ -n $line && $line == "$word"* ]] && COMPREPLY+=("$line")
  done < <("$1" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null)
}
complete -o default -F _tinybase tinybase
