using System.Reflection;

namespace Nudge.AppHost;

/// <summary>The folder of reminders and conversations: <c>--data</c>, or <c>.data</c> at the root of the repository, which git ignores.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream ownership) => (Path, _lock) = (path, ownership);

    public string Path { get; }

    /// <summary>Opens the folder, and locks it until the result is disposed of: two servers that write one log would damage it.</summary>
    /// <param name="path">The folder, which is created when it is missing. Default: <c>.data</c> at the root of the repository.</param>
    /// <exception cref="CannotStartException">The folder cannot be created or written, or another AppHost uses it.</exception>
    public static DataFolder Open(string? path)
    {
        var folder = System.IO.Path.GetFullPath(path ?? Default);
        var lockFile = System.IO.Path.Combine(folder, ".lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolder(folder, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (System.IO.File.Exists(lockFile))
        {
            throw new CannotStartException($"the data folder {folder} is in use by another AppHost. Stop that one, or choose another folder with --data DIR.");
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
