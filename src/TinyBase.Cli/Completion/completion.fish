# Completion of tinybase for fish. Load it with:
#   tinybase completion fish | source
function __tinybase_complete
    set -l line (commandline --cut-at-cursor --current-process)
    tinybase "[suggest]" "$line" 2> /dev/null
end
complete --command tinybase --no-files --arguments '(__tinybase_complete)'
complete --command tinybase --condition '__fish_seen_subcommand_from init' --arguments '(__fish_complete_directories)'
