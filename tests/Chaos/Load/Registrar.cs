using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.TeamsEmulator.Conversations;
using Nudge.V1;

namespace Nudge.Chaos.Load;

/// <summary>
/// Registers reminders as a careful client does. A call that got no answer is repeated with the same request_id on another scheduler, until it is
/// acknowledged.
/// </summary>
internal sealed class Registrar(IReadOnlyList<ReminderScheduler.ReminderSchedulerClient> clients) : IDisposable
{
    private const int MaxCalls = 400;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly NodePicker _nodes = new(clients.Count, Clock);
    private readonly SemaphoreSlim _calls = new(MaxCalls);
    private int _repeats;

    /// <summary>Gets the number of calls that were repeated so far.</summary>
    public int Repeats => _repeats;

    /// <summary>Registers a reminder. Returns when it is acknowledged, or refused for good.</summary>
    public async Task RegisterAsync(Request request, Conversation conversation)
    {
        var call = new CreateRequest
        {
            Reminder = new Reminder
            {
                Recipient = new Recipient { ConversationId = conversation.Id, UserId = conversation.Person.AadObjectId, TenantId = conversation.Tenant.Id },
                Schedule = new Schedule { At = Timestamp.FromDateTimeOffset(request.Due) },
                Notification = new Notification { Text = request.Text },
                // A fault must not use up the attempts: each reminder is to be delivered.
                DeliveryPolicy = new DeliveryPolicy { Ambiguous = AmbiguousPolicy.Retry, MaxAttempts = 100 },
            },
            RequestId = request.Text,
        };
        var backoff = TimeSpan.FromMilliseconds(50);
        while (!await TryAsync(request, call))
        {
            Interlocked.Increment(ref _repeats);
            await Task.Delay(backoff * (0.5 + Random.Shared.NextDouble()));
            backoff = backoff * 2 < MaxBackoff ? backoff * 2 : MaxBackoff;
        }
    }

    public void Dispose() => _calls.Dispose();

    /// <summary>Returns false when the call is to be repeated.</summary>
    private async Task<bool> TryAsync(Request request, CreateRequest call)
    {
        await _calls.WaitAsync();
        var node = _nodes.Next();
        try
        {
            await clients[node].CreateAsync(call, deadline: Clock.GetUtcNow().UtcDateTime + CallTimeout);
            request.IsAcknowledged = true;
            return true;
        }
        catch (RpcException failure) when (IsWorthRepeating(failure))
        {
            _nodes.Failed(node);
            return false;
        }
        catch (RpcException failure)
        {
            request.Refusal = $"{failure.StatusCode}: {failure.Status.Detail}";
            return true;
        }
        finally
        {
            _calls.Release();
        }
    }

    /// <summary>Returns whether the scheduler cannot be used now, or the connection broke. A status with a debug exception comes from this side.</summary>
    private static bool IsWorthRepeating(RpcException failure) =>
        failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded || failure.Status.DebugException is not null;
}
