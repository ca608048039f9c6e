#:package TinyBase.Sdk@1.0.0
#:property PreBuildEvent=sh {{functions}}/attack.sh before
#:property PostBuildEvent=sh {{functions}}/attack.sh after
using TinyBase;

return await Function.Run(Report, args);

// Tells what a script saw that ran while this was built.
[Function("builder", Auth = AuthLevel.Public)]
static string[] Report() => File.ReadAllLines(Path.Join(AppContext.BaseDirectory, "report.txt"));
