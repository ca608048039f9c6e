namespace TinyBase.Server.Tests.Hosting;

/// <summary>A user who has logged in.</summary>
public sealed record TestUser(string Id, string Email, string Password, string AccessToken, string RefreshToken, ApiClient Api);
