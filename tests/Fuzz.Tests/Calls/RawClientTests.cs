using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Nudge.Fuzz.Calls;
using Nudge.Fuzz.Verdicts;

namespace Nudge.Fuzz.Tests.Calls;

/// <summary>Sends calls to a server that answers as a failing service does.</summary>
public sealed class RawClientTests
{
    [Fact]
    public async Task Send_StatusInTheHeaders_IsFound() => await AssertFailureAsync(FailureName.StatusInternal, http =>
    {
        http.Response.Headers["grpc-status"] = "13";
        http.Response.Headers["grpc-message"] = "no%20row";
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Send_StatusInTheTrailers_IsFound() => await AssertFailureAsync(FailureName.StatusUnknown, async http =>
    {
        await http.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 0 });
        http.Response.AppendTrailer("grpc-status", "2");
    });

    [Fact]
    public async Task Send_ServerThatResets_HasNoAnswer() => await AssertFailureAsync(FailureName.NoAnswer, http =>
    {
        http.Abort();
        return Task.CompletedTask;
    });

    private static async Task AssertFailureAsync(FailureName name, RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        await using var server = builder.Build();
        server.Run(answer);
        await server.StartAsync();
        using var client = new RawClient(new Uri(server.Urls.Single()), HttpVersion.Version20);
        var method = RpcMethod.Scheduler[0];
        var call = new FuzzCall(method.Name, method.Path, [0, 0, 0, 0, 0]) { Rpc = method, Owner = "fuzz-a" };

        var failure = AnswerRule.Judge(call, await client.SendAsync(call), new Findings());

        Assert.Equal(name, failure?.Name);
    }
}
