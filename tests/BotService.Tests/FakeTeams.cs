using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Nudge.BotService.Tests;

/// <summary>Teams' side of the protocol: it takes messages for conversations that exist, and can be told to fail.</summary>
public sealed class FakeTeams : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, bool> _conversations = new();
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _failures = new();
    private readonly WebApplication _app;
    private int _messages;
    private int _requests;

    public FakeTeams()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseRouting();
        _app.MapPost("/teams/v3/conversations/{id}/activities", AnswerAsync);
    }

    public Uri ServiceUrl => new(_app.Urls.First() + "/teams/");

    public ConcurrentQueue<Message> Messages { get; } = new();

    /// <summary>How many requests came in, those that failed included.</summary>
    public int Requests => _requests;

    public void Know(string conversationId) => _conversations[conversationId] = true;

    public void FailNext(HttpStatusCode status, string body = "", string? retryAfter = null) => FailNext(context =>
    {
        context.Response.StatusCode = (int)status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body);
    });

    public void DropNext() => FailNext(context =>
    {
        context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Has the next request wait.</summary>
    public Gate HoldNext()
    {
        var gate = new Gate();
        FailNext(async context =>
        {
            gate.Entered.TrySetResult();
            await gate.Open.Task.WaitAsync(context.RequestAborted);
            await TakeAsync(context);
        });
        return gate;
    }

    public async ValueTask InitializeAsync() => await _app.StartAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private void FailNext(Func<HttpContext, Task> answer) => _failures.Enqueue(answer);

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        return _failures.TryDequeue(out var failure) ? failure(context) : TakeAsync(context);
    }

    private async Task TakeAsync(HttpContext context)
    {
        var conversationId = (string)context.Request.RouteValues["id"]!;
        var message = await JsonNode.ParseAsync(context.Request.Body);
        if (!_conversations.ContainsKey(conversationId))
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("""{"error":{"code":"ConversationNotFound","message":"Conversation not found."}}""");
            return;
        }

        if ((string?)message?["type"] != "message" || (string?)message["text"] is not { Length: > 0 } text || (string?)message["from"]?["id"] is null)
        {
            context.Response.StatusCode = 400;
            await context.Response.WriteAsync("""{"error":{"code":"BadSyntax","message":"Not a message."}}""");
            return;
        }

        var id = $"message-{Interlocked.Increment(ref _messages)}";
        Messages.Enqueue(new Message(conversationId, text, id, context.Request.Headers.TraceParent.ToString()));
        context.Response.StatusCode = 201;
        await context.Response.WriteAsync($$"""{"id":"{{id}}"}""");
    }

    public sealed record Message(string ConversationId, string Text, string Id, string TraceParent);

    /// <summary>A request that has come in and waits until it is let through.</summary>
    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
