using System.Collections;

namespace TinyBase;

/// <summary>
/// Configuration and secrets of functions: the environment variables whose names begin with <c>TINYBASE_FN_</c>, and no others.
/// </summary>
public sealed class FunctionConfig
{
    private const string Prefix = "TINYBASE_FN_";

    private readonly Dictionary<string, string> _values;

    internal FunctionConfig(IDictionary environment)
    {
        _values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in environment)
        {
            if (variable.Key is string name && name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && variable.Value is string value)
            {
                _values[name[Prefix.Length..]] = value;
            }
        }
    }

    private FunctionConfig(Dictionary<string, string> values) => _values = values;

    /// <summary>The names that have a value, without the prefix.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>A value; null if it is not set.</summary>
    /// <param name="name">The name without the prefix: <c>SMTP_HOST</c> for the variable <c>TINYBASE_FN_SMTP_HOST</c>.</param>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>A value that has to be set.</summary>
    /// <param name="name">The name without the prefix.</param>
    /// <exception cref="InvalidOperationException">It is not set; the message names the variable.</exception>
    public string Require(string name) =>
        this[name] ?? throw new InvalidOperationException($"The environment variable {Prefix}{name} is not set");

    /// <summary>Values that are given, by their names without the prefix.</summary>
    internal static FunctionConfig Of(IEnumerable<KeyValuePair<string, string>> values) => new(new(values, StringComparer.OrdinalIgnoreCase));
}
