using System.Net;
using System.Net.Sockets;
using Nudge.EndToEnd.Host;

namespace Nudge.EndToEnd.AppHost;

/// <summary>An AppHost that cannot start says why in one line, and ends with exit code 2.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("nudge-app-host-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Start_DataFolderIsAFile_IsRefused()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        Assert.StartsWith($"AppHost cannot start: the data folder {file} cannot be used", await RefusalAsync("--data", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataFolderInUse_IsRefused()
    {
        using var other = new FileStream(Path.Combine(_data, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.StartsWith($"AppHost cannot start: the data folder {_data} is in use by another AppHost", await RefusalAsync("--data", _data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the argument \"--date\" is unknown", "--date", "x")]
    [InlineData("the argument \"x\" is unknown", "x")]
    [InlineData("--data needs a folder", "--data")]
    [InlineData("--data needs a folder", "--data=")]
    public async Task Start_UnknownArgument_IsRefused(string reason, params string[] args) =>
        Assert.StartsWith($"AppHost cannot start: {reason}", await RefusalAsync(args), StringComparison.Ordinal);

    [Theory]
    [InlineData("reminders", "Host=localhost;Password=s3cret;Nonsense=1")]
    [InlineData("reminders", "Database=s3cret")]
    [InlineData("reminders", "postgres://user:s3cret@localhost/db")]
    [InlineData("redis", "localhost,password=s3cret,nonsense=1")]
    [InlineData("redis", "password=s3cret")]
    public async Task Start_InvalidConnectionString_IsRefusedWithoutTheSecret(string name, string connectionString)
    {
        var line = await RefusalAsync("--data", _data, $"--ConnectionStrings:{name}={connectionString}");

        Assert.StartsWith($"AppHost cannot start: ConnectionStrings:{name} ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scheduler", "grpc")]
    [InlineData("bot", "http")]
    public async Task Start_PortTaken_NamesTheResourceAndTheSetting(string resource, string endpoint)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var line = await RefusalAsync("--data", _data, $"--Ports:{resource}:{endpoint}={port}");

        Assert.StartsWith($"AppHost cannot start: port {port} is taken, and the {endpoint} endpoint of {resource} needs it", line, StringComparison.Ordinal);
        Assert.Contains($"--Ports:{resource}:{endpoint} PORT", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InvalidPort_IsRefused() =>
        Assert.StartsWith("AppHost cannot start: Ports:bot:http is \"web\"", await RefusalAsync("--data", _data, "--Ports:bot:http=web"), StringComparison.Ordinal);

    private static async Task<string> RefusalAsync(params string[] args)
    {
        await using var host = AppHostProcess.Start(args);

        return await RefusedStart.LineAsync(host.Process);
    }
}
