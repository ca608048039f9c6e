using Microsoft.Data.Sqlite;
using Shouldly;
using TinyBase.Client;
using TinyBase.Server.Tests.Cli;

namespace TinyBase.Server.Tests.Durability;

/// <summary>What a server leaves on disk, with an admin and a collection of notes; it outlives the server's processes.</summary>
internal sealed class ServerFolder : IDisposable
{
    public const string Notes = "notes";
    private const string Email = "admin@example.com";
    private const string Password = "correct horse battery";

    private ServerFolder()
    {
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("tinybase-").FullName;

    public string DatabasePath => System.IO.Path.Combine(Path, "tinybase.db");

    public string LogPath => System.IO.Path.Combine(Path, "tinybase.db-wal");

    /// <summary>The admin's access token.</summary>
    public string Token { get; private set; } = "";

    public static async Task<ServerFolder> Create()
    {
        var folder = new ServerFolder();
        (await CliProcess.Initialize(folder.Path, "--admin-email", Email, "--admin-password", Password)).ExitCode.ShouldBe(0);
        await using var server = await CliProcess.Serve(folder.Path);
        using var client = new TinyBaseClient(server.Url);
        folder.Token = (await client.Auth.LoginAsync(Email, Password)).AccessToken;
        await client.Collections.CreateAsync(new NewCollection(
            Notes,
            "Notes",
            new CollectionSchema(
                new Field("marker") { Required = true }, new Field("revision", FieldType.Int), new Field("text"))));
        await server.Stop();
        return folder;
    }

    public TinyBaseClient Connect(CliProcess server) => new(server.Url) { AccessToken = Token };

    /// <summary>What the database engine itself says of the file.</summary>
    public string CheckIntegrity()
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
