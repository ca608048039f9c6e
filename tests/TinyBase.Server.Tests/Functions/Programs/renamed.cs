#:package TinyBase.Sdk@1.0.0
#:property AssemblyName=something
using TinyBase;

return await Function.Run(Nothing, args);

// Its program has another name than it.
[Function("renamed", Auth = AuthLevel.Public)]
static string Nothing() => "";
