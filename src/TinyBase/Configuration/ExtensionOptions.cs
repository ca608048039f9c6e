namespace TinyBase.Configuration;

/// <summary>Extension packages: whether they are loaded, and where they are.</summary>
public sealed class ExtensionOptions
{
    /// <summary>Whether extensions are loaded and may be installed. They run in the server with all its rights. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The folder of the extensions, relative to the root folder; <c>~</c> stands for the home folder. Default: <c>./extensions</c>.</summary>
    public string Path { get; set; } = "./extensions";

    /// <summary>How long an extension has to start, in seconds, 1 to 600; one that takes longer is disabled. Default: 10.</summary>
    public int StartTimeoutSeconds { get; set; } = 10;

    /// <summary>How long an endpoint of an extension has to begin with its answer, in seconds, 1 to 600. Default: 30.</summary>
    public int RequestTimeoutSeconds { get; set; } = 30;

    /// <summary>Whether this start leaves all extensions alone, as <c>tinybase serve --safe</c> does. It has no setting. Default: false.</summary>
    public bool Safe { get; set; }
}
