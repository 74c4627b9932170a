using Microsoft.Data.Sqlite;
using Nudge.SchedulerService.Storage;
using Nudge.SchedulerService.Storage.Sqlite;
using Nudge.V1;
using SQLitePCL;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Tests which statements a connection keeps: a caller must not be able to fill the memory with them.</summary>
public sealed class PreparedStatementsTests : IDisposable
{
    private static readonly ReminderQuery All = new() { Owner = null, States = new HashSet<ReminderState>(), Limit = 1 };

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteConnection _connection;
    private readonly PreparedStatements _statements;

    public PreparedStatementsTests()
    {
        var connectionString = $"Data Source={_folder.File("reminders.db")};Pooling=False";
        Schema.Migrate(connectionString);
        _connection = new SqliteConnection(connectionString);
        _connection.Open();
        _connection.Handle!.enable_sqlite3_next_stmt(true);
        _statements = new PreparedStatements(_connection);
    }

    [Fact]
    public void Scalar_Twice_KeepsOneStatement()
    {
        _statements.Scalar("select @1", 1);
        _statements.Scalar("select @1", 2);

        Assert.Equal(1, Kept());
    }

    [Fact]
    public void List_ByManyFilters_KeepsNoStatement()
    {
        foreach (var state in Enum.GetValues<ReminderState>())
            ReminderList.Read(_statements, All with { States = new HashSet<ReminderState> { state } });
        for (var labels = 0; labels < 10; labels++)
            ReminderList.Read(_statements, All with { Labels = Enumerable.Range(0, labels).ToDictionary(i => $"label-{i}", _ => "x") });

        Assert.Equal(0, Kept());
    }

    [Fact]
    public void ListAudit_ByManyFilters_KeepsNoStatement()
    {
        foreach (var action in Enum.GetValues<AuditAction>())
            new AuditTable(_statements).Read(new AuditQuery(null, null, null, [action], null, null, null, Limit: 1));

        Assert.Equal(0, Kept());
    }

    public void Dispose()
    {
        _statements.Dispose();
        _folder.Dispose();
    }

    private int Kept()
    {
        var count = 0;
        for (var next = raw.sqlite3_next_stmt(_connection.Handle, null); next is not null; next = raw.sqlite3_next_stmt(_connection.Handle, next))
            count++;
        return count;
    }
}
