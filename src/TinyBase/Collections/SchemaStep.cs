using TinyBase.Collections.Schema;
using TinyBase.Storage;

namespace TinyBase.Collections;

/// <summary>
/// One step of a change of a collection, with the statements that make it. The change runs the steps in their order, and a dry run
/// describes the same ones.
/// </summary>
/// <param name="Action">What it does, in the words of the wire.</param>
/// <param name="Field">The field that it is about, by its new name; null for none.</param>
internal record SchemaStep(string Action, string? Field)
{
    /// <summary>What it was before: a name, a type, a text; null where that means nothing.</summary>
    public string? From { get; init; }

    /// <summary>What it is afterwards.</summary>
    public string? To { get; init; }

    /// <summary>The statements that have no parameters, in order.</summary>
    public IReadOnlyList<string> Statements { get; init; } = [];

    /// <summary>All statements, those included that are run for each record.</summary>
    public virtual IEnumerable<string> Sql => Statements;

    /// <summary>Whether it reads or writes every record, so that it takes the longer the more there are.</summary>
    public virtual bool ReadsRecords => false;
}

/// <summary>A new field; records that are there get its default.</summary>
internal sealed record AddFieldStep(string Table, FieldDefinition Definition) : SchemaStep("add_field", Definition.Name)
{
    /// <summary>The engine checks a strict table against its new column.</summary>
    public override bool ReadsRecords => true;
}

/// <summary>A field that goes; what it held stays under another name.</summary>
internal sealed record RemoveFieldStep(FieldDefinition Definition) : SchemaStep("remove_field", Definition.Name);

/// <summary>The values of a field that was removed go for good.</summary>
internal sealed record PurgeStep(string Column) : SchemaStep("purge", null)
{
    public override bool ReadsRecords => true;
}

/// <summary>A field that changes its type.</summary>
internal sealed record ConvertFieldStep(string Table, FieldConversion Conversion) : SchemaStep("convert_field", Conversion.To.Name)
{
    /// <summary>Reads the values of before.</summary>
    public string Read { get; } = SqliteDialect.NextValues(Table, Conversion.Column);

    /// <summary>Keeps a value under the new type.</summary>
    public string Store { get; } = SqliteDialect.StoreValue(Table, Conversion.To.Name);

    public override IEnumerable<string> Sql => [.. Statements, Read, Store];

    public override bool ReadsRecords => true;
}

/// <summary>Other rules for a field, which count for later writes only.</summary>
internal sealed record ChangeRulesStep(FieldDefinition Before, FieldDefinition After) : SchemaStep("change_rules", After.Name);

/// <summary>Other options; the indexes that they ask for are steps of their own.</summary>
internal sealed record ChangeOptionsStep(AccessRules Before, AccessRules After) : SchemaStep("change_options", null);

/// <summary>A new index, which a unique one can fail to become.</summary>
internal sealed record AddIndexStep(CollectionIndex Index)
    : SchemaStep("add_index", Index.Fields is [var only] ? only.Name : null)
{
    public override IEnumerable<string> Sql => [Index.Create];

    public override bool ReadsRecords => true;
}
