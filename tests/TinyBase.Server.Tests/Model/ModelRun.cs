using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

using Shouldly;

using TinyBase.Server.Tests.Hosting;

namespace TinyBase.Server.Tests.Model;

/// <summary>Sends the same to a server and to the model and compares what they say. A step is a number that the request is chosen by.</summary>
internal sealed class ModelRun(string collection)
{
    private readonly StringBuilder _requests = new();

    /// <summary>The records whose creation is under way.</summary>
    private readonly List<ModelWrite> _creating = [];

    /// <summary>The collection after the request that is, or was last, under way.</summary>
    private ModelCollection? _afterRequest;

    private bool _isUnderWay;

    /// <summary>What the server is known to hold; null while there is no such collection.</summary>
    public ModelCollection? Known { get; private set; }

    /// <summary>How many requests were answered.</summary>
    public int Answers { get; private set; }

    private string Path => $"/api/collections/{collection}";

    /// <summary>All that was sent, a request a line.</summary>
    public override string ToString() => _requests.ToString();

    public async Task Step(ApiClient server, int number)
    {
        var choices = new ModelChoices(number);
        if (Known is not { } known)
        {
            await Make(server, choices);
            return;
        }

        switch (choices.Below(20))
        {
            case < 7:
                await Create(server, known, [choices.Data(known)]);
                break;
            case 7:
                await Create(server, known, [.. Enumerable.Range(0, 2 + choices.Below(8)).Select(_ => choices.Data(known))]);
                break;
            case < 10:
                await Patch(server, known, choices);
                break;
            case 10:
                await Delete(server, known, choices);
                break;
            case < 16:
                await Change(server, known, choices.Change(known));
                break;
            case 16 when choices.OneIn(6):
                await Send(server, HttpMethod.Delete, Path, null, 204, null);
                Known = null;
                (await server.Get($"{Path}/records")).Expect(404);
                break;
            default:
                await List(server, known, choices.List(known));
                break;
        }
    }

    /// <summary>
    /// Holds everything that is there, in the API and in the file, against the model. After a request that was not answered, it may be
    /// what was before it or what comes after it.
    /// </summary>
    public async Task Settle(ApiClient server, string databasePath)
    {
        var found = await Read(server);
        var table = ModelTable.Read(databasePath, collection);
        var held = Describe(found, table);
        if (_creating.Count > 0) Known = WithCreated(Known!, found);
        else if (_isUnderWay && held == Describe(_afterRequest)) Known = _afterRequest;
        _isUnderWay = false;
        _creating.Clear();
        held.ShouldBe(Describe(Known));
    }

    private string Describe(ModelCollection? held) => Describe(held, held is null ? null : ModelTable.Of(held, collection));

    private static string Describe(ModelCollection? held, ModelTable? table) => held is null
        ? "no collection"
        : $"{ModelCollection.Schema(held.Fields, stored: true).ToJsonString()}\n{table}\n{string.Join('\n', held.Records.Values)}";

    /// <summary>The known collection with those of the records under way that are there.</summary>
    private ModelCollection WithCreated(ModelCollection known, ModelCollection? found)
    {
        foreach (var record in found?.Records.Values.Where(record => !known.Records.ContainsKey(record.Id)) ?? [])
        {
            if (_creating.Find(write => record.Holds(write.Values)) is not { } write) continue;
            _creating.Remove(write);
            known = known.With(record);
        }

        return known;
    }

    private async Task Make(ApiClient server, ModelChoices choices)
    {
        var made = new ModelCollection(choices.Fields(), []);
        var body = new JsonObject { ["name"] = collection, ["label"] = "Modelled", ["schema"] = ModelCollection.Schema(made.Fields, stored: false) };
        await Send(server, HttpMethod.Post, "/api/collections", body.ToJsonString(), 201, made);
        Known = made;
    }

    /// <summary>Creates records, all at once. Of those that cannot all be there, some are; the order is that of the ids.</summary>
    private async Task Create(ApiClient server, ModelCollection known, IReadOnlyList<Dictionary<string, string>> all)
    {
        var writes = all.Select(data => known.Write(Parsed(data), stored: null)).ToList();
        _afterRequest = known;
        _isUnderWay = true;
        _creating.AddRange(writes.Where(write => write.IsValid));
        foreach (var data in all) Note(HttpMethod.Post, $"{Path}/records", Json(data));
        var sending = all.Select(data => server.Post($"{Path}/records", Json(data))).ToList();
        var answers = new List<(ModelWrite Write, Answer Answer)>();
        Exception? lost = null;
        for (var i = 0; i < sending.Count; i++)
        {
            try
            {
                answers.Add((writes[i], await sending[i]));
            }
            catch (HttpRequestException error)
            {
                lost = error;
            }
        }

        foreach (var (write, answer) in answers.Where(made => made.Answer.Status == 201).OrderBy(made => made.Answer.Id, StringComparer.Ordinal))
        {
            write.Refused.ShouldBeEmpty(answer.Text);
            Known!.Taken(write.Values, id: null).ShouldBeEmpty(answer.Text);
            ShouldHold(answer, write.Values);
            Known = Known.With(new ModelRecord(answer.Id, 1, write.Values));
            _creating.Remove(write);
        }

        foreach (var (write, answer) in answers.Where(made => made.Answer.Status != 201))
        {
            // One that was lost may have taken the value.
            if (lost is null || !write.IsValid) ShouldBeRefused(answer, write, Known!, id: null);
            _creating.Remove(write);
        }

        Answers += answers.Count;
        if (lost is not null) throw new HttpRequestException("The server is gone.", lost);
        _isUnderWay = false;
    }

    private async Task Patch(ApiClient server, ModelCollection known, ModelChoices choices)
    {
        if (Any(known, choices) is not { } record) return;
        var data = choices.Data(known);
        var write = known.Write(Parsed(data), record);
        var isKept = write.IsValid && known.Taken(write.Values, record.Id).Count == 0;
        var after = isKept ? known.With(new ModelRecord(record.Id, record.Version + 1, write.Values)) : known;
        var answer = await Send(server, HttpMethod.Patch, $"{Path}/records/{record.Id}", Json(data), isKept ? 200 : 400, after);
        if (isKept) ShouldHold(answer, write.Values);
        else ShouldBeRefused(answer, write, known, record.Id);
        Known = after;
    }

    private async Task Delete(ApiClient server, ModelCollection known, ModelChoices choices)
    {
        if (Any(known, choices) is not { } record) return;
        var after = known.Without(record.Id);
        await Send(server, HttpMethod.Delete, $"{Path}/records/{record.Id}", null, 204, after);
        Known = after;
        (await server.Get($"{Path}/records/{record.Id}")).Expect(404);
    }

    private async Task Change(ApiClient server, ModelCollection known, ModelChange change)
    {
        var after = known.After(change);
        await Send(server, HttpMethod.Patch, Path, change.ToJson(), after is null ? 400 : 200, after ?? known);
        Known = after ?? known;
    }

    private async Task List(ApiClient server, ModelCollection known, ModelList list)
    {
        var expected = list.Of(known);
        var found = new List<ModelRecord>();
        string? cursor = null;
        do
        {
            var path = $"{Path}/records?{list}{(cursor is null ? "" : $"&after={cursor}")}";
            Note(HttpMethod.Get, path, null);
            var answer = await server.Get(path);
            Answers++;
            if (expected is null)
            {
                answer.Expect(422);
                return;
            }

            var page = answer.Expect(200).Json;
            // It may be null where counting took too long.
            if (page.GetProperty("total").ValueKind != JsonValueKind.Null || list.Filters.Count == 0) page.GetProperty("total").GetInt32().ShouldBe(expected.Count);
            foreach (var record in page.GetProperty("records").EnumerateArray()) found.Add(Record(known, record));
            cursor = page.GetProperty("next_cursor").GetString();
        }
        while (cursor is not null);

        string.Join('\n', found.Select(record => record with { Version = 0 }))
            .ShouldBe(string.Join('\n', expected.Select(record => record with { Version = 0 })));
    }

    /// <summary>Everything that the server holds, record by record.</summary>
    private async Task<ModelCollection?> Read(ApiClient server)
    {
        var answer = await server.Get(Path);
        if (answer.Status == 404) return null;
        var schema = answer.Expect(200).Json.GetProperty("schema").GetRawText();
        var held = new[] { Known, _afterRequest }.OfType<ModelCollection>().FirstOrDefault(candidate =>
            JsonNode.DeepEquals(ModelCollection.Schema(candidate.Fields, stored: true), JsonNode.Parse(schema)));
        held.ShouldNotBeNull(schema);
        var found = new ModelCollection(held.Fields, held.OptionIndexes);
        string? cursor = null;
        do
        {
            var page = (await server.Get($"{Path}/records?limit=7{(cursor is null ? "" : $"&after={cursor}")}")).Expect(200).Json;
            foreach (var record in page.GetProperty("records").EnumerateArray())
            {
                var one = Record(held, record);
                var etag = (await server.Get($"{Path}/records/{one.Id}")).Expect(200).Header("ETag")!;
                found = found.With(one with { Version = long.Parse(etag.Trim('"').Split('.')[0], CultureInfo.InvariantCulture) });
            }

            cursor = page.GetProperty("next_cursor").GetString();
            if (cursor is null) page.GetProperty("total").GetInt32().ShouldBe(found.Records.Count);
        }
        while (cursor is not null);

        return found;
    }

    private static ModelRecord Record(ModelCollection collection, JsonElement json)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var member in json.GetProperty("data").EnumerateObject()) values[member.Name] = ModelValues.Parse(member.Value);
        values.Keys.ShouldBe(collection.Fields.Select(field => field.Name), ignoreOrder: true);
        return new ModelRecord(json.GetProperty("id").GetString()!, 0, values.ToImmutable());
    }

    private static ModelRecord? Any(ModelCollection collection, ModelChoices choices) =>
        collection.Records.Count == 0 ? null : collection.Records.Values.ElementAt(choices.Below(collection.Records.Count));

    private static Dictionary<string, object?> Parsed(Dictionary<string, string> data) =>
        data.ToDictionary(entry => entry.Key, entry => ModelValues.Parse(entry.Value));

    private static string Json(Dictionary<string, string> data) =>
        $"{{\"data\": {{{string.Join(", ", data.Select(entry => $"\"{entry.Key}\": {entry.Value}"))}}}}}";

    private static void ShouldHold(Answer answer, IReadOnlyDictionary<string, object?> values) =>
        new ModelRecord("", 0, [.. answer.Data.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, ModelValues.Parse(member.Value)))])
            .Holds(values).ShouldBeTrue(answer.Text);

    private static void ShouldBeRefused(Answer answer, ModelWrite write, ModelCollection collection, string? id)
    {
        var errors = answer.Expect(400).Errors;
        if (!write.IsValid)
        {
            errors.Select(error => error.GetProperty("loc")[2].GetString()).ShouldBe(write.Refused, ignoreOrder: true, answer.Text);
            return;
        }

        errors.Single().GetProperty("type").GetString().ShouldBe("unique");
        var fields = string.Join(',', errors[0].GetProperty("ctx").GetProperty("fields").EnumerateArray());
        collection.Taken(write.Values, id).Select(index => string.Join(',', index.Fields)).ShouldContain(fields, answer.Text);
    }

    private async Task<Answer> Send(ApiClient server, HttpMethod method, string path, string? json, int status, ModelCollection? after)
    {
        Note(method, path, json);
        _afterRequest = after;
        _isUnderWay = true;
        var answer = (await server.Send(method, path, json)).Expect(status);
        _isUnderWay = false;
        Answers++;
        return answer;
    }

    private void Note(HttpMethod method, string path, string? json) => _requests.Append(method).Append(' ').Append(path).Append(' ').AppendLine(json);
}
