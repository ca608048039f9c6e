using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>A list of secrets, as a list, as JSON or separated by commas.</summary>
internal sealed class SecretListType(int minimumBytes, int mostItems) : SettingType<IReadOnlyList<string>>
{
    private readonly string _expectedList = string.Create(
        CultureInfo.InvariantCulture, $"a list of at most {mostItems} secrets, as JSON or separated by commas");

    public override string Name => "list";

    public override string Expected { get; } = string.Create(
        CultureInfo.InvariantCulture, $"secrets of at least {minimumBytes} bytes of UTF-8");

    public override string? Show(IReadOnlyList<string> value) => value.Count == 0 ? null : JsonSerializer.Serialize(value);

    public override IReadOnlyList<string> Read(GivenValue given, ICollection<Refusal> refusals)
    {
        if (given.AsList()?.ToList() is not { } items || items.Count > mostItems)
        {
            refusals.Add(new Refusal(given.Where, _expectedList, given.Shown));
            return [];
        }

        foreach (var item in items.Where(item => !IsLongEnough(item.Text))) refusals.Add(new Refusal(item.Where, Expected, item.Shown));
        return [.. items.Select(item => item.Text ?? string.Empty)];
    }

    private bool IsLongEnough(string? secret) => secret is not null && Encoding.UTF8.GetByteCount(secret) >= minimumBytes;
}
