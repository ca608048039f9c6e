using TinyBase.Auth;
using TinyBase.Configuration;
using TinyBase.Functions.Workspace;
using TinyBase.Hosting;
using TinyBase.Storage;

namespace TinyBase.Cli.Workspaces;

/// <summary>Makes a folder ready to be served. Everything is checked before anything is made, and what is there is kept.</summary>
internal sealed class WorkspaceSetup(Workspace workspace, TextWriter output, TextWriter error)
{
    /// <summary>Sets the folder up.</summary>
    /// <param name="email">The admin's address; null for the one in the settings, if any.</param>
    /// <param name="password">The admin's password; null for the one in the settings, if any.</param>
    /// <returns>Whether it is ready; if not, the error output says why.</returns>
    public async Task<bool> Run(string? email, string? password, CancellationToken cancel)
    {
        var settings = workspace.ReadSettings(error);
        if (!TryGetAdmin(email ?? settings.Admin.Email, password ?? settings.Admin.Password, out var admin)) return false;

        output.WriteLine($"Initializing TinyBase in {workspace.Root}");
        Directory.CreateDirectory(workspace.Root);
        Say(WriteSettings() ? $"Created {SettingsLoader.FileName}" : $"{SettingsLoader.FileName} already exists");

        var functions = FunctionFolder.Of(workspace.Root, settings.Options.Functions.Path);
        if (functions.Prepare())
        {
            Say($"Created {Path.GetRelativePath(workspace.Root, functions.Path)}/ directory");
            foreach (var file in functions.WriteExamples()) Say($"Created {Path.GetRelativePath(workspace.Root, Path.Combine(functions.Path, file))}");
        }

        Say("Initializing database...");
        using var administration = TinyBaseAdministration.Open(settings.Options);
        Say("Database initialized");

        if (admin is null) Say("Tip: Run 'tinybase admin add <email> <password>' to create an admin user");
        else Say(Describe(await administration.PutAdmin(admin, cancel).ConfigureAwait(false), admin));
        return true;
    }

    /// <summary>What happened to an admin, in a line.</summary>
    public static string Describe(UserChange change, AdminCredentials admin) =>
        $"{(change == UserChange.Created ? "Created" : "Updated")} admin user: {admin.Email}";

    /// <summary>Checks the admin to be made.</summary>
    /// <param name="admin">Null if none is asked for.</param>
    private bool TryGetAdmin(string? email, string? password, out AdminCredentials? admin)
    {
        admin = null;
        if (email is null && password is null) return true;
        if (email is null || password is null)
        {
            error.WriteError(email is null
                ? "A password for the admin is given, but no e-mail address. Add --admin-email."
                : "An e-mail address for the admin is given, but no password. Add --admin-password or set TINYBASE_ADMIN_PASSWORD.");
            return false;
        }

        foreach (var problem in AdminCredentials.Check(email, password, out admin)) error.WriteError(problem);
        return admin is not null;
    }

    /// <summary>Writes the settings unless there are some.</summary>
    private bool WriteSettings()
    {
        if (workspace.IsInitialized) return false;
        using var template = typeof(WorkspaceSetup).Assembly.GetManifestResourceStream(SettingsLoader.FileName)!;
        using var content = new MemoryStream();
        template.CopyTo(content);
        // It may come to hold a key or a password.
        OwnerOnlyFile.Write(workspace.SettingsPath, content.GetBuffer().AsSpan(0, (int)content.Length));
        return true;
    }

    private void Say(string line) => output.WriteLine("  " + line);
}
