using System.Text.Json.Serialization;

namespace TinyBase.Client;

/// <summary>Whom an operation on records is open to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccessRule>))]
public enum AccessRule
{
    /// <summary>Anyone, without a token.</summary>
    [JsonStringEnumMemberName("public")]
    Public,

    /// <summary>Any user.</summary>
    [JsonStringEnumMemberName("auth")]
    Auth,

    /// <summary>The user who created the record.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,

    /// <summary>Admins.</summary>
    [JsonStringEnumMemberName("admin")]
    Admin,
}
