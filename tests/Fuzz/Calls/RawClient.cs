using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;

namespace Nudge.Fuzz.Calls;

/// <summary>
/// Sends requests as bytes. A usual gRPC client sends only messages that it can encode, and it replaces the status of an answer that it cannot read.
/// </summary>
internal sealed class RawClient(Uri address, Version version) : IDisposable
{
    /// <summary>The longest wait for an answer.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const int Large = 1_000_000;

    /// <summary>The connections without a request. A request that breaks its connection then breaks no other request.</summary>
    private readonly ConcurrentBag<HttpMessageInvoker> _idle = [];

    public async Task<CallAnswer> SendAsync(FuzzCall call)
    {
        using var end = new CancellationTokenSource(call.GivesUpAfter ?? Limit);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, call.Path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(call.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", call.ContentType);
        if (call.IsGrpc)
        {
            request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
            request.Headers.TryAddWithoutValidation("grpc-timeout", call.Deadline);
        }

        // The server refuses a large body before it has read it. Over HTTP/1.1, the caller then sees a broken connection unless it waits.
        request.Headers.ExpectContinue = !call.IsGrpc && call.Body.Length > Large;
        foreach (var (name, value) in call.Headers)
            request.Headers.TryAddWithoutValidation(name, value);

        var connection = _idle.TryTake(out var idle) ? idle : NewConnection();
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var response = await connection.SendAsync(request, end.Token);
            var body = await response.Content.ReadAsByteArrayAsync(end.Token);
            var took = Stopwatch.GetElapsedTime(started);
            var (status, detail) = StatusOf(response);
            return new CallAnswer((int)response.StatusCode, status, detail, body, took);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException or FormatException)
        {
            return new CallAnswer(0, null, failure.GetBaseException().Message, [], Stopwatch.GetElapsedTime(started))
            {
                IsGivenUp = call.GivesUpAfter is not null && end.IsCancellationRequested,
            };
        }
        finally
        {
            _idle.Add(connection);
        }
    }

    public void Dispose()
    {
        foreach (var connection in _idle)
            connection.Dispose();
    }

    private static HttpMessageInvoker NewConnection() =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });

    /// <summary>Returns the status in the trailers, or in the headers of an answer without a body.</summary>
    private static (StatusCode? Status, string Detail) StatusOf(HttpResponseMessage response)
    {
        var detail = Find(response, "grpc-message") is { } message ? WebUtility.UrlDecode(message) : "";
        return int.TryParse(Find(response, "grpc-status"), CultureInfo.InvariantCulture, out var status) ? ((StatusCode)status, detail) : (null, detail);
    }

    private static string? Find(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? values.First() : null;
}
