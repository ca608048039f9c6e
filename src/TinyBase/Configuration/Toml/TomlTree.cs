namespace TinyBase.Configuration.Toml;

/// <summary>Puts what was read in its place and keeps the rules of what may be defined when and where.</summary>
internal sealed class TomlTree(TomlCursor cursor, TomlTable root)
{
    /// <summary>The table that <c>[key]</c> opens.</summary>
    public TomlTable OpenTable(IReadOnlyList<TomlKeyPart> key)
    {
        var parent = ParentOfHeader(key);
        var last = key[^1];
        if (!parent.TryGet(last.Name, out var entry))
        {
            var created = new TomlTable(last.Position, TomlTableOrigin.Header);
            parent.Add(last, created);
            return created;
        }
        if (entry.Value is not TomlTable { Origin: TomlTableOrigin.Passed } table)
            throw AlreadyDefined(last, entry);
        table.TakeHeader(last.Position);
        return table;
    }

    /// <summary>The table that <c>[[key]]</c> appends to an array.</summary>
    public TomlTable AppendTable(IReadOnlyList<TomlKeyPart> key)
    {
        var parent = ParentOfHeader(key);
        var last = key[^1];
        if (!parent.TryGet(last.Name, out var entry))
            parent.Add(last, new TomlArray(last.Position, isOfTables: true));
        else if (entry.Value is not TomlArray { IsOfTables: true })
            throw AlreadyDefined(last, entry);

        var table = new TomlTable(last.Position, TomlTableOrigin.Header);
        ((TomlArray)parent.Entries[last.Name].Value).Add(table);
        return table;
    }

    /// <summary>Adds <c>key = value</c> to a table.</summary>
    public void Add(TomlTable table, IReadOnlyList<TomlKeyPart> key, TomlValue value)
    {
        foreach (var part in key.SkipLast(1))
        {
            if (!table.TryGet(part.Name, out var entry))
            {
                var created = new TomlTable(part.Position, TomlTableOrigin.DottedKey);
                table.Add(part, created);
                table = created;
            }
            else if (entry.Value is TomlTable { Origin: TomlTableOrigin.DottedKey } existing)
                table = existing;
            else
                throw AlreadyDefined(part, entry);
        }
        if (table.TryGet(key[^1].Name, out var duplicate))
            throw AlreadyDefined(key[^1], duplicate);
        table.Add(key[^1], value);
    }

    private TomlTable ParentOfHeader(IReadOnlyList<TomlKeyPart> key)
    {
        var table = root;
        foreach (var part in key.SkipLast(1))
        {
            if (!table.TryGet(part.Name, out var entry))
            {
                var created = new TomlTable(part.Position, TomlTableOrigin.Passed);
                table.Add(part, created);
                table = created;
                continue;
            }
            table = entry.Value switch
            {
                TomlTable { Origin: not TomlTableOrigin.Inline } existing => existing,
                TomlArray { IsOfTables: true } array => (TomlTable)array.Items[^1],
                _ => throw AlreadyDefined(part, entry),
            };
        }
        return table;
    }

    private TomlException AlreadyDefined(TomlKeyPart part, TomlEntry entry)
        => cursor.ErrorAt(part.Position, $"'{part.Name}' is already defined at {entry.KeyPosition}");
}
