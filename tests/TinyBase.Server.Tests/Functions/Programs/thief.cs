#:package TinyBase.Sdk@1.0.0
#:property PostBuildEvent=ln -s {{functions}}/../bait.txt $(OutDir)stolen.bin
using TinyBase;

return await Function.Run(Nothing, args);

// Leaves a link among what was built, which leads whoever copies that.
[Function("thief", Auth = AuthLevel.Public)]
static string Nothing() => "";
