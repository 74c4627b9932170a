using System.Globalization;
using System.Net.Http.Json;
using Nudge.Servers;

namespace Nudge.Bench.Deployments;

/// <summary>A scheduler, the bot, its Redis, and an emulated Teams that enforces the real rate limits.</summary>
internal sealed class TeamsDeployment : IAsyncDisposable
{
    /// <summary>The approximate time that Teams takes for an answer.</summary>
    private const string TeamsLatency = "00:00:00.050";

    private readonly List<IAsyncDisposable> _processes = [];
    private readonly DirectoryInfo _redisData = Directory.CreateTempSubdirectory("nudge-bench-redis-");
    private readonly HttpClient _teams;
    private SchedulerNode? _scheduler;

    private TeamsDeployment(Uri teams) => _teams = new HttpClient { BaseAddress = new Uri(teams, "emulator/"), Timeout = TimeSpan.FromMinutes(10) };

    public SchedulerNode Scheduler => _scheduler!;

    public static async Task<TeamsDeployment> StartAsync(StoreServer server)
    {
        var (teams, bot, callback) = (Loopback(), Loopback(), Loopback());
        var redisPort = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        var deployment = new TeamsDeployment(teams);
        await deployment.Start("LocalRedis", ["--port", redisPort, "--data", deployment._redisData.FullName]).NextLineAsync();
        await deployment.Start("TeamsEmulator", ["--urls", teams.ToString(), "--bot", new Uri(bot, "api/messages").ToString(), "--latency", TeamsLatency])
            .UntilHealthyAsync(new Uri(teams, "health"));
        deployment._scheduler = await SchedulerNode.StartAsync(await server.CreateAsync(), callback);
        deployment._processes.Add(deployment._scheduler);
        await deployment.Start("BotService", [], new()
        {
            ["Logging__LogLevel__Default"] = "Warning",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Kestrel__Endpoints__http__Url"] = bot.ToString(),
            ["Kestrel__Endpoints__callback__Url"] = callback.ToString(),
            ["ConnectionStrings__redis"] = $"127.0.0.1:{redisPort}",
            ["services__scheduler__grpc__0"] = deployment._scheduler.Address.ToString(),
        }).UntilHealthyAsync(new Uri(bot, "health"));
        return deployment;
    }

    /// <summary>Adds people to a tenant, and makes them known to the bot.</summary>
    public async Task<IReadOnlyList<TeamsConversation>> AddPeopleAsync(string tenant, int count)
    {
        using var added = await _teams.PostAsync(new Uri($"tenants/{tenant}/people?count={count}", UriKind.Relative), content: null);
        added.EnsureSuccessStatusCode();
        using var announced = await _teams.PostAsync(new Uri($"tenants/{tenant}/activities", UriKind.Relative), content: null);
        announced.EnsureSuccessStatusCode();
        if (await announced.Content.ReadFromJsonAsync<Announced>() is not { Failed: 0 })
            throw new InvalidOperationException($"the bot did not accept every activity of {tenant}");
        return (await added.Content.ReadFromJsonAsync<List<TeamsConversation>>())!;
    }

    /// <summary>Sends a message of a person to the bot.</summary>
    /// <returns>The time that the bot took to answer.</returns>
    public async Task<TimeSpan> SayAsync(TeamsConversation conversation, string text)
    {
        using var said = await _teams.PostAsync(
            new Uri($"conversations/{Uri.EscapeDataString(conversation.Id)}/activities?text={Uri.EscapeDataString(text)}", UriKind.Relative), content: null);
        said.EnsureSuccessStatusCode();
        var answer = (await said.Content.ReadFromJsonAsync<Said>())!;
        return answer.Status == 200
            ? TimeSpan.FromMilliseconds(answer.Milliseconds)
            : throw new InvalidOperationException($"the bot answered a message with {answer.Status}");
    }

    /// <summary>Returns the messages that people have received.</summary>
    public async Task<IReadOnlyList<TeamsMessage>> MessagesAsync() => (await _teams.GetFromJsonAsync<List<TeamsMessage>>("messages"))!;

    public async Task<TeamsStatistics> StatisticsAsync() => (await _teams.GetFromJsonAsync<TeamsStatistics>("statistics"))!;

    public async Task ForgetMessagesAsync()
    {
        using var answer = await _teams.DeleteAsync(new Uri("messages", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _teams.Dispose();
        foreach (var process in Enumerable.Reverse(_processes))
            await process.DisposeAsync();
        _redisData.Delete(recursive: true);
    }

    private ChildProcess Start(string project, IEnumerable<string> arguments, Dictionary<string, string>? environment = null)
    {
        var process = ChildProcess.StartProject(project, arguments, environment, Console.Error);
        _processes.Add(process);
        return process;
    }

    private static Uri Loopback() => new($"http://127.0.0.1:{FreePort.Find()}");

    private sealed record Announced(int Failed);

    private sealed record Said(int Status, double Milliseconds);
}
