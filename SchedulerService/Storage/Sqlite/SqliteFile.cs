using Microsoft.Data.Sqlite;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>The database file before it is used: it may be somebody else's, damaged, or out of reach. Checking writes nothing to it.</summary>
internal sealed class SqliteFile(string path)
{
    private static ReadOnlySpan<byte> Header => "SQLite format 3\0"u8;

    public string Path => path;

    /// <summary>Makes this process the file's only user, for as long as the result is not disposed of.</summary>
    /// <exception cref="CannotStartException">Another process has it, or the folder cannot be written.</exception>
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
            throw new CannotStartException($"the data folder {folder} cannot be written: {failure.Message}", failure);
        }
        catch (IOException failure)
        {
            throw new CannotStartException(
                File.Exists(lockPath)
                    ? $"another scheduler uses the database {path}. SQLite has one owner; several schedulers need PostgreSQL."
                    : $"the data folder {folder} cannot be written: {failure.Message}",
                failure);
        }
    }

    /// <summary>Refuses a file that is damaged.</summary>
    /// <exception cref="CannotStartException">Its header is broken, or SQLite's quick check finds fault with it.</exception>
    public void Check()
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return;

        CheckHeader();

        // Read only: a connection that may write would carry the write-ahead log into a damaged file when it is closed.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using var connection = new SqliteConnection(settings.ConnectionString);
        var finding = QuickCheck(connection);
        if (finding != "ok")
            throw new CannotStartException($"the database {path} is damaged ({finding}). It was left as it is; restore a backup or move it away.");
    }

    private void CheckHeader()
    {
        Span<byte> start = stackalloc byte[Header.Length];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!start[..read].SequenceEqual(Header))
            throw new CannotStartException($"the file {path} is not a SQLite database: its header is broken. It was left as it is; restore a backup or move it away.");
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
