using Nudge.Tests;

namespace Nudge.SchedulerService.Tests.Storage;

/// <summary>Tests the start with unusable connection strings: one clear line without the secret, and exit code 2.</summary>
public sealed class ConnectionStringTests
{
    private const string Secret = "s3cr3tM4RK";

    public static TheoryData<string, string> Malformed => new()
    {
        // Not a list of keywords and values.
        { "", "names neither a Host (PostgreSQL) nor a Data Source (SQLite)" },
        { Secret, "is not of the form" },
        { $"Password={Secret}", "names neither" },
        { $"Host=db;Password=\"{Secret}", "is not of the form" },
        { $"Host=db;{Secret}", "is not of the form" },
        { $"=;Password={Secret}", "is not of the form" },
        { $"postgres://nudge:{Secret}@db/nudge", "is not of the form" },
        { $"postgresql://nudge:{Secret}@db:5432/nudge?sslmode=require", "names neither" },
        { $"jdbc:postgresql://db/nudge?user=nudge&password={Secret}", "names neither" },
        { $"sqlite://{Secret}/reminders.db", "is not of the form" },
        { $"{{\"host\": \"db\", \"password\": \"{Secret}\"}}", "is not of the form" },
        // A value that has another form.
        { $"host=db port=5432 dbname=nudge user=nudge password={Secret}", "Host is not the name or address of a host" },
        { $"Host=postgres://nudge:{Secret}@db/nudge", "Host is not the name or address of a host" },
        { $"Host=nudge:{Secret}@db;Database=nudge", "Host is not the name or address of a host" },
        { $"Host=127.0.0.1;Port=1;Database=nudge password={Secret}", "its Database or Username has a '='" },
        { $"Host=127.0.0.1;Port=1;Username=nudge password={Secret}", "its Database or Username has a '='" },
        // Keywords and values that PostgreSQL's client does not accept.
        { $"Host=db;Pasword={Secret}", "Pasword" },
        { $"Host=db;Password={Secret};Colour=blue", "Colour" },
        { $"Host=db;Port={Secret}", "Port" },
        { $"Host=db;Port=70000;Password={Secret}", "Port" },
        { $"Host=db;Port=-1;Password={Secret}", "Port" },
        { $"Host=db;SSL Mode={Secret}", "SSL Mode" },
        { $"Host=db;Timeout={Secret}", "Timeout" },
        { $"Host=db;Pooling={Secret}", "Pooling" },
        { $"Host=db;Maximum Pool Size=0;Minimum Pool Size=9;Password={Secret}", "Pool Size" },
        { $"Host=127.0.0.1;Port=1;Target Session Attributes=primary;Password={Secret}", "Target Session Attributes" },
        { $"Host=127.0.0.1;Port=1;Target Session Attributes={Secret}", "Target Session Attributes" },
        { $"Host=127.0.0.1;Port=1;SSL Certificate=/no/such.pfx;SSL Password={Secret}", "/no/such.pfx" },
        { $"Host=127.0.0.1;Port=1;Root Certificate=/no/such.crt;SSL Mode=VerifyCA;Password={Secret}", "/no/such.crt" },
        { $"Host=127.0.0.1;Port=1;Password={Secret}", "127.0.0.1:1" },
        { $"Host=/no/such/folder;Username=nudge;Password={Secret}", "/no/such/folder" },
        { $"Host=no.such.host.invalid;Password={Secret}", "no.such.host.invalid" },
        // Keywords and values that SQLite does not accept.
        { $"Data Source=/tmp/r.db;Version=3;Password={Secret}", "Version" },
        { $"Data Source=/tmp/r.db;Mode={Secret}", "Mode" },
        { $"Data Source=/tmp/r.db;Cache={Secret}", "Cache" },
        { $"Data Source=/tmp/r.db;Mode=ReadOnly;Password={Secret}", "Mode" },
        { $"Data Source=/tmp/{Guid.NewGuid():N}.db;Password={Secret}", "Password" },
        { $"Data Source=;Password={Secret}", "Data Source" },
        { $"Data Source=:memory:;Password={Secret}", "Data Source" },
        { $"Data Source=~/r.db;Password={Secret}", "Data Source" },
        { $"Data Source=file:/tmp/r.db?mode=ro;Password={Secret}", "Data Source" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Start_UnusableConnectionString_ReportsOneLineWithoutTheSecret(string connectionString, string reason)
    {
        await using var scheduler = SchedulerProcess.Start("", environment: new() { ["ConnectionStrings__reminders"] = connectionString });

        var line = await RefusedStart.LineAsync(scheduler.Process);

        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.OrdinalIgnoreCase);
    }
}
