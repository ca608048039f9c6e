namespace TinyBase.Examples.LoadData;

/// <summary>It was not said who loads the data.</summary>
internal sealed class LoginException(string message) : Exception(message);
