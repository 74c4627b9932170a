using System.Globalization;
using System.Net;
using Nudge.Servers;

namespace Nudge.Chaos.Deployments;

/// <summary>
/// A network namespace for one scheduler, with two links to this machine: one to the store, one for the bots and the clients. A cut link drops packets
/// and closes no connection, as a failed switch does.
/// </summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    // Answers each line of its input with a line. The end of the namespace ends its links.
    private const string Script =
        """
        set -eu
        name=$1
        trap 'ip netns delete "$name"' EXIT
        trap 'exit 1' HUP INT TERM
        ip netns add "$name"
        ip -n "$name" link set lo up
        for link in 1 2; do
            ip link add "$name-$link" type veth peer name "link$link" netns "$name"
            ip address add "10.211.$link.1/30" dev "$name-$link"
            ip link set "$name-$link" up
            ip -n "$name" address add "10.211.$link.2/30" dev "link$link"
            ip -n "$name" link set "link$link" up
        done
        echo ready
        while read -r link state; do
            ip link set "$name-$link" "$state"
            echo done
        done
        """;

    private const int Store = 1;
    private const int Calls = 2;

    private readonly List<TcpProxy> _relays = [];
    private readonly string _name;
    private readonly ChildProcess _keeper;
    private ChildProcess? _inside;

    private NetworkNamespace(string name, ChildProcess keeper) => (_name, _keeper) = (name, keeper);

    /// <summary>Gets the command that runs a program in the namespace.</summary>
    public IReadOnlyList<string> Prefix => ["ip", "netns", "exec", _name];

    /// <summary>Returns why this machine allows no network namespaces; null when it does.</summary>
    public static async Task<string?> RefusalAsync()
    {
        if (Programs.Missing("ip"))
            return "the program ip (Debian's package iproute2)";

        const string Probe = """name=nudge-probe-$$; ip netns add "$name" && ip netns delete "$name" """;
        await using var probe = ChildProcess.Start("ip netns", ["sh", "-c", Probe]);
        return await probe.ExitAsync() == 0 ? null : $"network namespaces: {string.Join(" ", probe.Lines)}";
    }

    /// <summary>Creates the namespace, and connects a scheduler's ports, the store and the callbacks through it.</summary>
    public static async Task<NetworkNamespace> CreateAsync(Deployment deployment, (int Http, int Grpc) scheduler)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"nudge{Environment.ProcessId % 100_000}");
        var keeper = ChildProcess.Start("network namespace", ["sh", "-c", Script, "sh", name]);
        await keeper.NextLineAsync();
        var network = new NetworkNamespace(name, keeper);
        var inside = new List<string>();
        foreach (var (link, port) in deployment.CallbackPorts.Select(port => (Calls, port)).Prepend((Store, deployment.Postgres.Port)))
        {
            inside.Add($"{IPAddress.Loopback}:{port}={Outside(link, port)}");
            network._relays.Add(new TcpProxy(Outside(link, port), new IPEndPoint(IPAddress.Loopback, port)));
        }

        foreach (var port in (int[])[scheduler.Http, scheduler.Grpc])
        {
            inside.Add($"{Inside(Calls, port)}={IPAddress.Loopback}:{port}");
            network._relays.Add(new TcpProxy(new IPEndPoint(IPAddress.Loopback, port), Inside(Calls, port)));
        }

        network._inside = ChildProcess.Start(Relays.Command, [.. network.Prefix, "dotnet", ChildProcess.PathOf("Chaos"), Relays.Command, .. inside]);
        await network._inside.NextLineAsync();
        return network;
    }

    /// <summary>Cuts the link to the store.</summary>
    public Task CutStoreAsync() => SetAsync(Store, "down");

    /// <summary>Cuts the link to the bots and the clients.</summary>
    public Task CutCallsAsync() => SetAsync(Calls, "down");

    /// <summary>Mends both links.</summary>
    public async Task MendAsync()
    {
        await SetAsync(Store, "up");
        await SetAsync(Calls, "up");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
            await relay.DisposeAsync();
        if (_inside is not null)
            await _inside.DisposeAsync();
        await _keeper.StopAsync();
    }

    private Task<string> SetAsync(int link, string state) => _keeper.AskAsync($"{link} {state}");

    private static IPEndPoint Outside(int link, int port) => new(IPAddress.Parse($"10.211.{link}.1"), port);

    private static IPEndPoint Inside(int link, int port) => new(IPAddress.Parse($"10.211.{link}.2"), port);
}
