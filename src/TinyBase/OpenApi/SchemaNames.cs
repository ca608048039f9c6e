using System.Text;

using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>The names of the schemas of collections. Two collections never share one, nor do they have one of the fixed part.</summary>
internal static class SchemaNames
{
    /// <summary>The name of a part: <c>MoviesData</c> for <c>movies</c>.</summary>
    public static string Of(string collection, RecordPart part) => Pascal(collection) + part;

    /// <summary>The name of the same part where it stands for any collection. None ends like the names above.</summary>
    public static string OfAny(RecordPart part) => part switch
    {
        RecordPart.Data => "RecordFields",
        RecordPart.Record => "RecordObject",
        RecordPart.Page => "RecordList",
        _ => "RecordBody",
    };

    /// <summary>Drops an underscore only where a capital letter takes its place, so that the name can be told back.</summary>
    private static string Pascal(string name)
    {
        var result = new StringBuilder(name.Length);
        var words = name.Split('_');
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            var isMarked = word.Length > 0 && char.IsAsciiLetterLower(word[0]);
            if (i > 0 && !isMarked) result.Append('_');
            if (isMarked) result.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
            else result.Append(word);
        }

        return result.ToString();
    }
}
