using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>Source-generated metadata of everything the API itself defines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(PasswordChange))]
[JsonSerializable(typeof(LoginResult))]
[JsonSerializable(typeof(Registration))]
[JsonSerializable(typeof(SetupRequest))]
[JsonSerializable(typeof(CodeRedemption))]
[JsonSerializable(typeof(SetupStatus))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(MessageAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(NewApplicationToken))]
[JsonSerializable(typeof(CreatedApplicationToken))]
[JsonSerializable(typeof(ApplicationTokenListAnswer))]
[JsonSerializable(typeof(NewCollection))]
[JsonSerializable(typeof(CollectionUpdate))]
[JsonSerializable(typeof(CollectionDryRun))]
[JsonSerializable(typeof(List<Collection>))]
[JsonSerializable(typeof(RecordAnswer))]
[JsonSerializable(typeof(RecordListAnswer))]
[JsonSerializable(typeof(DeleteBody))]
[JsonSerializable(typeof(DeletedRecords))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class WireJson : JsonSerializerContext;
