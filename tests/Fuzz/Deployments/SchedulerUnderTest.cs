using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Nudge.Fuzz.Calls;
using Nudge.Servers;
using Nudge.V1;

namespace Nudge.Fuzz.Deployments;

/// <summary>A scheduler in its own process, on an empty store, with two owners whom the fuzzer speaks for, an administrator, and one owner who is not
/// fuzzed.</summary>
internal sealed class SchedulerUnderTest : IAsyncDisposable
{
    private readonly Store _store;
    private readonly GrpcChannel _channel;

    private SchedulerUnderTest(Store store, ServiceProcess process, Uri address)
    {
        (_store, Process, Address) = (store, process, address);
        Raw = new RawClient(address, HttpVersion.Version20);
        _channel = GrpcChannel.ForAddress(address);
        Typed = new ReminderScheduler.ReminderSchedulerClient(_channel);
    }

    /// <summary>Gets the owners whom the fuzzer speaks for.</summary>
    public static IReadOnlyList<ApiClient> Owners { get; } = [ApiClient.New("fuzz-a", "read", "write"), ApiClient.New("fuzz-b", "read", "write")];

    public static ApiClient Administrator { get; } = ApiClient.New("fuzz-admin", "admin");

    /// <summary>Gets the owner of the clean reminders. A request of another owner cannot change them.</summary>
    public static ApiClient Clean { get; } = ApiClient.New("clean", "read", "write");

    public static ApiClient Bot { get; } = ApiClient.New("bot", "read", "write");

    public ServiceProcess Process { get; }

    public Uri Address { get; }

    public RawClient Raw { get; }

    public ReminderScheduler.ReminderSchedulerClient Typed { get; }

    /// <summary>Gets the credential of the clean owner.</summary>
    public static Metadata CleanCredential => new() { { "x-api-key", Clean.Key } };

    /// <summary>Starts a scheduler, and returns once it is healthy.</summary>
    /// <param name="store">The store.</param>
    /// <param name="callback">The address of the target "bot".</param>
    public static async Task<SchedulerUnderTest> StartAsync(Store store, Uri callback)
    {
        var (http, grpc) = (new Uri($"http://127.0.0.1:{FreePort.Find()}"), new Uri($"http://127.0.0.1:{FreePort.Find()}"));
        var settings = new Dictionary<string, string>
        {
            ["Kestrel__Endpoints__http__Url"] = http.ToString(),
            ["Kestrel__Endpoints__grpc__Url"] = grpc.ToString(),
            ["Callbacks__Targets__bot"] = callback.ToString(),
            ["ConnectionStrings__reminders"] = store.ConnectionString,
        };
        foreach (var (name, value) in Owners.Concat([Administrator, Clean, Bot]).SelectMany(client => client.Settings))
            settings[name] = value;
        return new SchedulerUnderTest(store, await ServiceProcess.StartAsync("SchedulerService", new Uri(http, "health"), settings), grpc);
    }

    public async ValueTask DisposeAsync()
    {
        Raw.Dispose();
        _channel.Dispose();
        await Process.DisposeAsync();
        await _store.DisposeAsync();
    }
}
