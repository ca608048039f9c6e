namespace TinyBase.Configuration;
internal static class DatabasePath { public static string Resolve(string url, string root) => Path.GetFullPath(Path.Combine(root, url.Replace("sqlite:///", ""))); }
internal static class TinyBaseSettings { public static TinyBaseOptions Load(string root, Action<TinyBaseOptions>? c) { var o = new TinyBaseOptions { Root = root }; if (Environment.GetEnvironmentVariable("TINYBASE_SERVER_PORT") is {} p) o.Server.Port = int.Parse(p, null); c?.Invoke(o); return o; } }
/// <summary>x</summary>
public sealed class SettingsException : Exception;
