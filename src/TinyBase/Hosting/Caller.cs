using System.Text;

namespace TinyBase.Hosting;

/// <summary>Who a request comes from: a user, or nobody known.</summary>
internal sealed class Caller
{
    public static readonly Caller Anonymous = new();

    private Caller()
    {
    }

    public Caller(string id, string email, bool isAdmin)
    {
        Id = id;
        IdUtf8 = Encoding.UTF8.GetBytes(id);
        Email = email;
        IsAdmin = isAdmin;
    }

    /// <summary>The user's id in lower case, or null for nobody.</summary>
    public string? Id { get; }

    /// <summary>The same in UTF-8, to be compared with what the database holds.</summary>
    public ReadOnlyMemory<byte> IdUtf8 { get; }

    public string? Email { get; }

    public bool IsAdmin { get; }

    public bool IsAnonymous => Id is null;
}
