using Microsoft.Data.Sqlite;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>
/// An opened database: one process owns the file, writes through one connection and reads through a few others.
/// </summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int Readers = 4;

    private readonly FileStream _lock;

    private SqliteDatabase(FileStream fileLock, string connectionString)
    {
        _lock = fileLock;
        Writer = new GroupCommit(Connect(connectionString));
        Reader = new ReaderPool(Enumerable.Range(0, Readers).Select(_ => Connect(connectionString)));
    }

    public GroupCommit Writer { get; }

    public ReaderPool Reader { get; }

    /// <summary>Opens the database of a connection string, creating or migrating it.</summary>
    /// <exception cref="CannotStartException">It is not to be used: the message says why, and nothing was written.</exception>
    public static SqliteDatabase Open(string connectionString)
    {
        var settings = ConnectionStringText.ReadInto(new SqliteConnectionStringBuilder(), connectionString, "SQLite");
        Check(settings);
        settings.Pooling = false;
        var file = new SqliteFile(Path.GetFullPath(settings.DataSource));
        settings.DataSource = file.Path;

        var fileLock = file.Lock();
        try
        {
            file.Check();
            Schema.Migrate(settings.ConnectionString);
            return new SqliteDatabase(fileLock, settings.ConnectionString);
        }
        catch (Exception failure)
        {
            fileLock.Dispose();
            if (failure is SqliteException)
                throw new CannotStartException($"the database {file.Path} cannot be opened: {failure.Message}", failure);
            throw;
        }
    }

    private static void Check(SqliteConnectionStringBuilder settings)
    {
        var file = settings.DataSource;
        if (string.IsNullOrWhiteSpace(file) || file == ":memory:" || file.StartsWith('~') || file.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            throw new CannotStartException("the connection string 'reminders' is wrong: its Data Source has to be the path of a file, without '~', 'file:' or ':memory:'.");
        if (settings.Mode is not (SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite))
            throw new CannotStartException("the connection string 'reminders' is wrong: its Mode has to be ReadWriteCreate or ReadWrite.");
        if (settings.Password.Length > 0)
            throw new CannotStartException("the connection string 'reminders' is wrong: SQLite takes no Password here. Protect the file by the rights of its folder.");
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        Reader.Dispose();
        await _lock.DisposeAsync();
    }

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        // Full: a commit is on the disk when it returns. Write-ahead log: readers never wait for the writer, nor it for them.
        command.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000;";
        command.ExecuteNonQuery();
        return connection;
    }
}
