namespace TinyBase.Hosting;

/// <summary>
/// Who sends a request from inside this process. It is a feature of the request: nothing that comes over a connection can have it.
/// </summary>
/// <param name="Caller">Whose rights the request has.</param>
/// <param name="Depth">How many calls of functions the request comes from, one inside the other.</param>
internal sealed record InternalCaller(Caller Caller, int Depth);
