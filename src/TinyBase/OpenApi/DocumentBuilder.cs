using Microsoft.OpenApi;

using TinyBase.Collections;
using TinyBase.Functions;
using TinyBase.Functions.Endpoints;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.OpenApi;

/// <summary>Builds the document for one audience: the operations as their endpoints describe them, then those of each collection and function.</summary>
internal sealed class DocumentBuilder
{
    private const string About =
        """
        Collections with typed records, users and tokens over REST. `POST /api/auth/login` gives an access token, which is sent as
        `Authorization: Bearer …`. This document shows what its reader may use: with the token of a user or an admin there is more.

        Times are in UTC, as `2026-01-31T12:00:00.000000Z`. Errors have a text in `detail`; 422 has a list of all that is wrong.
        """;

    private readonly Audience _audience;
    private readonly IReadOnlyList<IEndpoint> _endpoints;
    private readonly IReadOnlyList<CollectionModel> _collections;
    private readonly IReadOnlyList<ServedFunction> _functions;
    private readonly OpenApiDocument _document;
    private readonly DocumentComponents _components;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _tags = new(StringComparer.Ordinal);

    public DocumentBuilder(
        Audience audience,
        IReadOnlyList<IEndpoint> endpoints,
        IReadOnlyList<CollectionModel> collections,
        IReadOnlyList<ServedFunction> functions)
    {
        _audience = audience;
        _endpoints = endpoints;
        _collections = collections;
        _functions = functions;
        _document = new OpenApiDocument
        {
            Info = new OpenApiInfo { Title = "TinyBase", Version = TinyBaseVersion.Current, Description = About },
            // Where this document is: right behind any prefix, path base and proxy.
            Servers = [new OpenApiServer { Url = "." }],
            Paths = [],
        };
        _components = new DocumentComponents(_document);
    }

    public CompressedContent Build()
    {
        var described = _endpoints
            .Select(endpoint => (endpoint.Operation, endpoint.Description))
            .Where(entry => entry.Description != OperationDescription.None && _audience.MayCall(entry.Operation.Access))
            .ToList();
        foreach (var (operation, description) in described) Add(operation, description, collection: null);
        foreach (var collection in _collections.Where(collection => collection.IsVisibleTo(_audience.Caller)))
        {
            foreach (var (operation, description) in described.Where(entry => MayCall(entry.Description, entry.Operation, collection.Access)))
            {
                Add(operation, description, collection);
            }
        }

        foreach (var function in _functions.Where(function => function.Metadata.Auth.IsFor(_audience.Caller)))
        {
            foreach (var (operation, description) in described.Where(entry => entry.Description.IsForEachFunction))
            {
                Add(FunctionOperation.Of(operation, function), FunctionOperation.Describe(description, function), collection: null);
            }
        }

        _document.Tags = _tags.Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }).ToHashSet();
        _components.Finish();
        return CompressedContent.Write(Write);
    }

    private void Write(Stream stream)
    {
        using var text = new StreamWriter(stream, leaveOpen: true);
        _document.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
    }

    /// <summary>Whether the audience can use an operation on the records of a collection at all.</summary>
    private bool MayCall(OperationDescription description, Operation operation, AccessRules access)
    {
        if (description.Rule is not { } rule || !rule(access).Allows(_audience.Caller)) return false;
        // A record that nobody but its owner may read is not there for somebody who cannot own one.
        var isOfRecords = description.IsOfRecords || operation.Pattern.Contains("{id}", StringComparison.Ordinal);
        return !isOfRecords || access.Read.Allows(_audience.Caller) || access.Read != AccessRule.Owner;
    }

    private void Add(Operation operation, OperationDescription description, CollectionModel? collection)
    {
        var name = collection?.Definition.Name;
        var path = name is null ? operation.Pattern : operation.Pattern.Replace("{name}", name, StringComparison.Ordinal);
        var tag = name is null ? TagOf(operation) : TagOf(name);
        _tags.TryAdd(tag, collection?.Definition.Label);
        if (!_document.Paths.TryGetValue(path, out var item)) _document.Paths[path] = item = new OpenApiPathItem();
        var described = new OperationWriter(_components, operation, description, collection).Write(path);
        described.OperationId = IdOf(operation, name);
        described.Tags = new HashSet<OpenApiTagReference> { new(tag) };
        ((OpenApiPathItem)item).AddOperation(new HttpMethod(operation.Method), described);
    }

    private static string TagOf(Operation operation) => operation.Id[..operation.Id.IndexOf('_', StringComparison.Ordinal)];

    /// <summary>A collection's own name, but for one that is named like a part of the API.</summary>
    private string TagOf(string collection) =>
        _endpoints.Any(endpoint => TagOf(endpoint.Operation) == collection) ? $"{collection} (collection)" : collection;

    /// <summary>The id of an operation: <c>movies_list_records</c> for a collection, and with the method where that is taken.</summary>
    private string IdOf(Operation operation, string? collection)
    {
        var id = collection is null ? operation.Id : collection + operation.Id[TagOf(operation).Length..];
        if (_ids.Add(id)) return id;
        id = $"{id}_{operation.Method.ToLowerInvariant()}";
        return _ids.Add(id) ? id : throw new InvalidOperationException($"Two operations have the id '{id}'.");
    }
}
