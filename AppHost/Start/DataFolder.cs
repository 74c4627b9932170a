using System.Reflection;

namespace Nudge.AppHost;

/// <summary>
/// Where reminders and conversations are kept: <c>--data</c>, or <c>.data</c> at the root of the repository, which git ignores.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream ownership) => (Path, _lock) = (path, ownership);

    public string Path { get; }

    /// <summary>Makes the folder this process' own for as long as it lives: two servers over one log would ruin it.</summary>
    /// <exception cref="CannotStartException">The folder cannot be made or written to, or belongs to another process.</exception>
    public static DataFolder Open(string? path)
    {
        var folder = System.IO.Path.GetFullPath(path ?? Default);
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolder(folder, new FileStream(System.IO.Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException($"the data folder {folder} cannot be used ({failure.Message.TrimEnd('.')}). Choose another with --data DIR.");
        }
    }

    public void Dispose() => _lock.Dispose();

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    private static string Default
    {
        get
        {
            var metadata = typeof(DataFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
            return System.IO.Path.Combine(metadata.Single(item => item.Key == "AppHostDirectory").Value!, "..", ".data");
        }
    }
}
