using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TinyBase.Collections.Schema;

namespace TinyBase.Collections;

/// <summary>Who may do something with the records of a collection. Admins always may.</summary>
internal enum AccessRule
{
    /// <summary>Anyone, logged in or not.</summary>
    Public,

    /// <summary>Any user.</summary>
    Auth,

    /// <summary>The user who owns the record.</summary>
    Owner,

    /// <summary>Admins only.</summary>
    Admin,
}

/// <summary>The access rules of a collection, one for each operation.</summary>
internal sealed record AccessRules(AccessRule List, AccessRule Read, AccessRule Create, AccessRule Update, AccessRule Delete)
{
    /// <summary>The rules of a collection that sets none.</summary>
    public static readonly AccessRules Default =
        new(AccessRule.Public, AccessRule.Public, AccessRule.Auth, AccessRule.Owner, AccessRule.Owner);

    /// <summary>The operations that anyone may do, in lower case.</summary>
    public ImmutableArray<string> PublicOperations =>
        [.. Entries.Where(entry => entry.Rule == AccessRule.Public).Select(entry => entry.Operation)];

    private (string Operation, AccessRule Rule)[] Entries =>
        [("list", List), ("read", Read), ("create", Create), ("update", Update), ("delete", Delete)];

    /// <summary>All five rules, as in <c>list public, read public, create auth, update owner, delete owner</c>.</summary>
    public override string ToString() => string.Join(", ", Entries.Select(entry => $"{entry.Operation} {Word(entry.Rule)}"));

    /// <summary>Reads <c>options.access</c>; an operation without a rule keeps its default.</summary>
    /// <param name="access">Any JSON value; null means all defaults.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="error">Where it is wrong, what was given and what would be right.</param>
    public static bool TryParse(
        JsonElement access, [NotNullWhen(true)] out AccessRules? rules, [NotNullWhen(false)] out string? error)
    {
        rules = Default;
        error = null;
        if (access.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return true;
        }

        error = access.ValueKind == JsonValueKind.Object
            ? TryRead(access, ref rules)
            : $"options.access must be an object of operations and rules, not {SchemaText.Show(access)}";
        rules = error is null ? rules : null;
        return rules is not null;
    }

    private static string? TryRead(JsonElement access, ref AccessRules rules)
    {
        foreach (var entry in access.EnumerateObject())
        {
            var operation = SchemaText.Name(entry);
            if (With(rules, operation, AccessRule.Admin) is null)
            {
                return $"options.access.{operation} is not an operation; there are list, read, create, update and delete";
            }

            if (TryReadRule(entry.Value) is not { } rule)
            {
                return $"options.access.{operation} must be 'public', 'auth', 'owner' or 'admin', "
                    + $"not {SchemaText.Show(entry.Value)}";
            }

            rules = With(rules, operation, rule)!;
        }

        return null;
    }

    private static AccessRules? With(AccessRules rules, string operation, AccessRule rule) => operation switch
    {
        "list" => rules with { List = rule },
        "read" => rules with { Read = rule },
        "create" => rules with { Create = rule },
        "update" => rules with { Update = rule },
        "delete" => rules with { Delete = rule },
        _ => null,
    };

    private static string Word(AccessRule rule) => rule switch
    {
        AccessRule.Public => "public",
        AccessRule.Auth => "auth",
        AccessRule.Owner => "owner",
        _ => "admin",
    };

    private static AccessRule? TryReadRule(JsonElement value) => SchemaText.TryRead(value) switch
    {
        "public" => AccessRule.Public,
        "auth" => AccessRule.Auth,
        "owner" => AccessRule.Owner,
        "admin" => AccessRule.Admin,
        _ => null,
    };
}
