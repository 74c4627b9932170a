using Microsoft.Data.Sqlite;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>
/// Checks the database file before it is used. Another process may use it, it may be damaged, or its folder may not be writable. A check
/// writes nothing to the file.
/// </summary>
internal sealed class SqliteFile(string path)
{
    private static ReadOnlySpan<byte> Header => "SQLite format 3\0"u8;

    public string Path => path;

    /// <summary>Locks the file, so that only this process uses it until the result is disposed.</summary>
    /// <exception cref="CannotStartException">Another process has locked the file, or the folder cannot be written.</exception>
    public FileStream Lock()
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        var lockPath = path + ".lock";
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new CannotStartException(
                $"the data folder {folder} cannot be written ({failure.Message.TrimEnd('.')}). Make it writable, or choose another Data Source.", failure);
        }
        catch (IOException failure)
        {
            throw new CannotStartException(
                File.Exists(lockPath)
                    ? $"another scheduler uses the database {path}. Stop it, or use PostgreSQL, which several schedulers can share."
                    : $"the data folder {folder} cannot be written ({failure.Message.TrimEnd('.')}). Make it writable, or choose another Data Source.",
                failure);
        }
    }

    /// <summary>Checks that the file is not damaged. A missing or empty file passes.</summary>
    /// <exception cref="CannotStartException">The header of the file is broken, or SQLite's quick check finds an error.</exception>
    public void Check()
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return;

        CheckHeader();

        // Read-only: a connection that can write would copy the write-ahead log into a damaged file when it is closed.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(settings.ConnectionString);
        var finding = QuickCheck(connection);
        if (finding != "ok")
            throw new CannotStartException($"the database {path} is damaged ({finding}). It was not changed; restore a backup or move it away.");
    }

    private void CheckHeader()
    {
        Span<byte> start = stackalloc byte[Header.Length];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!start[..read].SequenceEqual(Header))
            throw new CannotStartException($"the file {path} is not a SQLite database: its header is broken. It was not changed; restore a backup or move it away.");
    }

    private static string QuickCheck(SqliteConnection connection)
    {
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma quick_check(1)";
            return command.ExecuteScalar() as string ?? "no answer";
        }
        catch (SqliteException failure)
        {
            return failure.Message;
        }
    }
}
