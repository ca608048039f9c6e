using System.Runtime.InteropServices;

namespace TinyBase.Functions.Sandboxing.Linux;

/// <summary>What every .NET program needs of the system.</summary>
internal static class SystemPaths
{
    // Not all of /usr, where images of containers like to put their application (/usr/src/app).
    private static readonly string[] Programs =
    [
        "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/share",
        "/usr/local/bin", "/usr/local/lib", "/usr/local/lib64", "/usr/local/share",
        "/bin", "/sbin", "/lib", "/lib32", "/lib64",
    ];

    // Of /etc what names, time, certificates and the loader need; not all of it, which may hold passwords of other programs.
    private static readonly string[] Settings =
    [
        "/etc/ssl/certs", "/etc/ssl/cert.pem", "/etc/ssl/openssl.cnf", "/etc/ca-certificates", "/etc/ca-certificates.conf",
        "/etc/pki/tls/certs", "/etc/pki/tls/cert.pem", "/etc/pki/tls/openssl.cnf", "/etc/pki/ca-trust", "/etc/crypto-policies",
        "/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/hostname", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services",
        "/etc/protocols", "/etc/passwd", "/etc/group", "/etc/localtime", "/etc/timezone", "/etc/os-release", "/etc/mime.types",
        "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/ld-musl-x86_64.path", "/etc/ld-musl-aarch64.path",
        "/etc/alternatives", "/etc/dotnet", "/etc/fonts", "/etc/icu",
        // A new resolv.conf replaces the old one, so the rule is for the folder in which that happens.
        "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager/resolv.conf",
    ];

    // /proc as a whole, as the number of the process is not known yet: memory, environment and descriptors of processes outside the
    // sandbox are guarded by the kernel's check for tracing, which Landlock answers with no.
    private static readonly string[] Kernel =
    [
        "/proc", "/sys/fs/cgroup", "/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/kernel/mm/transparent_hugepage",
    ];

    private static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

    /// <summary>All of it, with the .NET installation that runs the server and the one that <paramref name="program"/> belongs to.</summary>
    public static IEnumerable<GrantedPath> For(string program)
    {
        foreach (var path in Programs) yield return new GrantedPath(path, PathAccess.Execute);
        foreach (var path in Settings) yield return new GrantedPath(path, PathAccess.Read);
        foreach (var path in Kernel) yield return new GrantedPath(path, PathAccess.Read);
        foreach (var path in Devices) yield return new GrantedPath(path, PathAccess.Device);
        foreach (var path in Installations(program)) yield return new GrantedPath(path, PathAccess.Execute);
    }

    private static IEnumerable<string> Installations(string program)
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/; a self-contained server has none.
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (File.Exists(Path.Combine(root, "dotnet"))) yield return root;
        var folder = Path.GetDirectoryName(program)!;
        yield return Path.GetFileName(program) == "dotnet" && Directory.Exists(Path.Combine(folder, "shared")) ? folder : program;
    }
}
