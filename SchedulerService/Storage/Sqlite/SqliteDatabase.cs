using Microsoft.Data.Sqlite;
using Nudge.ServiceDefaults;

namespace Nudge.SchedulerService.Storage.Sqlite;

/// <summary>An open database. One process owns the file. It writes on one connection and reads on four others.</summary>
internal sealed class SqliteDatabase : IAsyncDisposable
{
    private const int Readers = 4;

    private readonly FileStream _lock;
    private readonly string _connectionString;

    private SqliteDatabase(FileStream fileLock, string connectionString)
    {
        _lock = fileLock;
        _connectionString = connectionString;
        Writer = new GroupCommit(Connect(connectionString));
        Reader = new ReaderPool(Enumerable.Range(0, Readers).Select(_ => Connect(connectionString)));
    }

    public GroupCommit Writer { get; }

    public ReaderPool Reader { get; }

    /// <summary>Opens the database of a connection string, and creates or migrates its schema.</summary>
    /// <exception cref="CannotStartException">The database cannot be used. The message says why. Nothing was written.</exception>
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
            throw new CannotStartException("the connection string 'reminders' is wrong: its Data Source must be the path of a file, without '~', 'file:' or ':memory:'.");
        if (settings.Mode is not (SqliteOpenMode.ReadWriteCreate or SqliteOpenMode.ReadWrite))
            throw new CannotStartException("the connection string 'reminders' is wrong: its Mode must be ReadWriteCreate or ReadWrite.");
        if (settings.Password.Length > 0)
            throw new CannotStartException("the connection string 'reminders' is wrong: SQLite supports no Password here. Use the permissions of the folder instead.");
    }

    /// <summary>Empties the write-ahead log, which has deleted rows as they were. Without effect while a reader uses an old part of the log.</summary>
    public void EmptyLog()
    {
        using var connection = Connect(_connectionString);
        using var command = connection.CreateCommand();
        command.CommandText = "pragma wal_checkpoint(truncate)";
        command.ExecuteNonQuery();
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
        // Full: a commit is on the disk when it returns. Write-ahead log: readers and the writer never wait for each other. Secure delete: the place of a
        // deleted row is overwritten, so that an erased text is gone.
        command.CommandText = "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma busy_timeout = 5000;";
        command.ExecuteNonQuery();
        return connection;
    }
}
