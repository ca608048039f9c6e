using System.Diagnostics.CodeAnalysis;

namespace TinyBase.Client;

/// <summary>The names of the types that a <see cref="Field"/> can have.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the types' own names.")]
public static class FieldType
{
    /// <summary>A text.</summary>
    public const string String = "string";

    /// <summary>A text that is expected to be long.</summary>
    public const string Text = "text";

    /// <summary>A whole number of 64 bits.</summary>
    public const string Int = "int";

    /// <summary>A floating-point number of 64 bits, which keeps 15 to 17 digits: a <c>decimal</c> with more is rounded.</summary>
    public const string Float = "float";

    /// <summary>True or false.</summary>
    public const string Bool = "bool";

    /// <summary>A day, as text.</summary>
    public const string Date = "date";

    /// <summary>A point in time, as text.</summary>
    public const string DateTime = "datetime";

    /// <summary>An e-mail address.</summary>
    public const string Email = "email";

    /// <summary>A URL.</summary>
    public const string Url = "url";

    /// <summary>A UUID.</summary>
    public const string Uuid = "uuid";

    /// <summary>One of the texts in <see cref="Field.Values"/>.</summary>
    public const string Enum = "enum";

    /// <summary>A list of any values.</summary>
    public const string List = "list";

    /// <summary>A list of texts.</summary>
    public const string StringList = "list[string]";

    /// <summary>A list of whole numbers.</summary>
    public const string IntList = "list[int]";

    /// <summary>A list of floating-point numbers.</summary>
    public const string FloatList = "list[float]";

    /// <summary>A list of trues and falses.</summary>
    public const string BoolList = "list[bool]";

    /// <summary>A JSON object.</summary>
    public const string Dict = "dict";
}
