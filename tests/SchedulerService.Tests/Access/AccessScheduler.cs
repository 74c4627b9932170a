using Grpc.Core;
using Nudge.SchedulerService.Access;

namespace Nudge.SchedulerService.Tests.Access;

/// <summary>A scheduler that accepts keys and tokens. The tests of a class share it, and use different reminders.</summary>
public abstract class AccessScheduler : IAsyncLifetime
{
    private TokenProvider _tokens = null!;
    private SchedulerHost _host = null!;

    internal SchedulerHost Host => _host;

    internal Credential Reader { get; } = new("reader", "read");

    internal Credential Writer { get; } = new("writer", "write");

    internal Credential Both { get; } = new("both", "read", "write");

    internal Credential Other { get; } = new("other", "read", "write");

    /// <summary>Gets a credential whose reminders may name another callback only.</summary>
    internal Credential Limited { get; } = new("limited", "write") { Target = "another" };

    internal Credential Administrator { get; } = new("administrator", "admin");

    public async ValueTask InitializeAsync()
    {
        _tokens = await TokenProvider.StartAsync();
        var settings = new[] { Reader, Writer, Both, Other, Limited, Administrator }.SelectMany(credential => credential.Settings).ToDictionary();
        settings["Access:Tokens:Authority"] = _tokens.Address;
        settings["Access:Tokens:Audience"] = "nudge";
        settings["Access:Tokens:RequireHttps"] = "false";
        if (await StoreAsync() is { } store)
            settings["ConnectionStrings:reminders"] = store;
        _host = await SchedulerHost.StartAsync(settings: settings);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _tokens.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Returns the connection string of the store; null for a SQLite file.</summary>
    private protected abstract Task<string?> StoreAsync();

    /// <summary>Returns credentials that are none: missing, malformed, wrong, expired, of another audience.</summary>
    internal IReadOnlyList<Metadata> Invalid()
    {
        var reader = Reader.Key;
        var claims = new Dictionary<string, object> { ["sub"] = "ann", ["scope"] = "read write admin" };
        return
        [
            [], Credential.Of(""), Credential.Of("reader"), Credential.Of("reader."), Credential.Of(".x"), Credential.Of(reader + "x"), Credential.Of(reader[..^1]), Credential.Of(new string('x', 6_000)),
            Credential.Of(ApiKey.NewFor("reader")), Credential.Of(ApiKey.NewFor("stranger")), new Metadata { { "x-api-key", reader }, { "x-api-key", reader } },
            new Metadata { { "authorization", $"Bearer {reader}" } }, new Metadata { { "authorization", "Basic eDp5" } },
            Bearer(_tokens.Issue(claims, lifetime: TimeSpan.FromHours(-1))), Bearer(_tokens.Issue(claims, audience: "another")), Bearer(_tokens.Issue(claims) + "x"),
        ];
    }

    private static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };
}

public sealed class SqliteAccessScheduler : AccessScheduler
{
    private protected override Task<string?> StoreAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresAccessScheduler(PostgresCluster postgres) : AccessScheduler
{
    private protected override async Task<string?> StoreAsync() => await postgres.CreateDatabaseAsync();
}
