# Completion of tinybase for PowerShell. Load it with:
#   tinybase completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName tinybase -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.Extent.Text
    $at = $cursorPosition - $commandAst.Extent.StartOffset
    if ($at -gt $line.Length) { $line = $line.PadRight($at) }
    tinybase "[suggest:$at]" $line 2> $null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
