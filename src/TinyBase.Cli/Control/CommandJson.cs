using System.Text.Json.Serialization;

namespace TinyBase.Cli.Control;

/// <summary>What commands send to a server.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AdminToPut))]
[JsonSerializable(typeof(FunctionsToUpload))]
internal sealed partial class CommandJson : JsonSerializerContext;

/// <summary>An admin who is to be made. Not a record, so that no text of it shows the password.</summary>
internal sealed class AdminToPut(string email, string password)
{
    public string Email { get; } = email;

    public string Password { get; } = password;
}
