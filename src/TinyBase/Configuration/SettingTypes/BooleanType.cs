namespace TinyBase.Configuration.SettingTypes;

/// <summary>Yes or no; variables are often written as 1, yes or on.</summary>
internal sealed class BooleanType : ScalarType<bool>
{
    private static readonly string[] True = ["true", "1", "yes", "on"];
    private static readonly string[] False = ["false", "0", "no", "off"];

    public override string Name => "boolean";

    public override string Expected => "true or false";

    public override string Show(bool value) => value ? "true" : "false";

    protected override bool TryRead(string text, out bool value)
    {
        value = True.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
        return value || False.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);
    }
}
