namespace TinyBase.Server.Tests.Model;

/// <summary>A condition of a list.</summary>
internal sealed record ModelFilter(string Field, string Operator, string Text)
{
    public override string ToString() => $"filter[{Field}][{Operator}]={Uri.EscapeDataString(Text)}";
}

/// <summary>A list of the modelled collection.</summary>
internal sealed record ModelList(IReadOnlyList<ModelFilter> Filters, IReadOnlyList<(string Field, bool IsReversed)> Sort, bool Descending, int Limit)
{
    public override string ToString() => string.Join('&', (IEnumerable<string>)
    [
        $"limit={Limit}",
        $"sort_order={(Descending ? "desc" : "asc")}",
        .. Sort.Count == 0 ? [] : (string[])[$"sort_by={string.Join(',', Sort.Select(key => (key.IsReversed ? "-" : "") + key.Field))}"],
        .. Filters.Select(filter => filter.ToString()),
    ]);

    /// <summary>The records that it has, in its order; null if it is refused.</summary>
    public IReadOnlyList<ModelRecord>? Of(ModelCollection collection)
    {
        IEnumerable<ModelRecord> records = collection.Records.Values;
        foreach (var filter in Filters)
        {
            if (Condition(collection.Find(filter.Field)!, filter) is not { } condition) return null;
            records = records.Where(record => condition(record.Values[filter.Field]));
        }

        // By id in the direction of the last field, then by the fields from the last to the first: each sort keeps the order of equals.
        var byId = Sort.Count == 0 ? Descending : Sort[^1].IsReversed || Descending;
        records = byId ? records.Reverse() : records;
        foreach (var (field, isReversed) in Sort.Reverse())
        {
            var values = Comparer<ModelRecord>.Create((one, other) => ModelValues.Compare(one.Values[field], other.Values[field]));
            records = isReversed || Descending ? records.OrderByDescending(record => record, values) : records.OrderBy(record => record, values);
        }

        return [.. records];
    }

    private static Func<object?, bool>? Condition(ModelField field, ModelFilter filter)
    {
        if (filter.Operator == "null") return value => value is null == (filter.Text == "true");
        if (filter.Operator is "contains" or "starts")
        {
            if (field.Type is "int" or "float" or "bool") return null;
            return value => value is string text
                && (filter.Operator == "starts" ? text.StartsWith(filter.Text, StringComparison.Ordinal) : text.Contains(filter.Text, StringComparison.Ordinal));
        }

        var texts = filter.Operator == "in" ? filter.Text.Split(',') : [filter.Text];
        var wanted = new List<object?>();
        foreach (var text in texts)
        {
            if (!ModelValues.TryRead(field.Type, text, out var value) || (field.Type == "enum" && !field.Values.Contains(value))) return null;
            wanted.Add(value);
        }

        return filter.Operator switch
        {
            "eq" or "in" => wanted.Contains,
            "ne" => value => !Equals(value, wanted[0]),
            "gt" => value => value is not null && ModelValues.Compare(value, wanted[0]) > 0,
            "gte" => value => value is not null && ModelValues.Compare(value, wanted[0]) >= 0,
            "lt" => value => value is not null && ModelValues.Compare(value, wanted[0]) < 0,
            _ => value => value is not null && ModelValues.Compare(value, wanted[0]) <= 0,
        };
    }
}
