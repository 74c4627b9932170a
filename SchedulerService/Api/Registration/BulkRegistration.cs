using System.Threading.Channels;
using Grpc.Core;
using Nudge.SchedulerService.Access;
using Nudge.SchedulerService.Contract;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Registers the reminders of a stream, many at a time, so that they share commits. If the caller does not read the answers, the scheduler stops
/// reading its requests, and after a time it ends the stream.
/// </summary>
internal sealed class BulkRegistration(Registrar registrar, OwnerLimits limits, CallDrain drain, StoreFailures failures)
{
    /// <summary>
    /// The maximum number of requests of one stream in progress: enough for the present commits of both writers and for their next ones.
    /// </summary>
    private const int MaxUnderWay = 4096;

    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    public async Task RunAsync(
        IAsyncStreamReader<CreateRequest> requests, IServerStreamWriter<CreateStreamResponse> responses, Caller caller, ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Stopping);
        var answers = Channel.CreateBounded<Task<CreateStreamResponse>>(MaxUnderWay);
        var allowed = limits.Of(caller.Owner);
        var reading = ReadAsync(requests, answers.Writer, caller, context, allowed.IdleStream, end);
        while (await answers.Reader.WaitToReadAsync(context.CancellationToken))
        {
            while (answers.Reader.TryRead(out var answer))
            {
                var response = await answer;
                // Reminders of one commit are answered together: the answer is buffered while the next one is ready.
                responses.WriteOptions = answers.Reader.TryPeek(out var next) && next.IsCompleted ? Buffered : WriteOptions.Default;
                await drain.AwaitReaderAsync(responses.WriteAsync(response, context.CancellationToken), allowed.UnreadAnswer, context.GetHttpContext());
            }
        }

        if (!await reading)
            throw drain.Stopping.IsCancellationRequested ? new StoppingException() : new StreamIdleException(allowed.IdleStream);
    }

    /// <returns>True if the caller ended the stream. False if <paramref name="end"/> did; the requests read until then are answered.</returns>
    private async Task<bool> ReadAsync(
        IAsyncStreamReader<CreateRequest> requests, ChannelWriter<Task<CreateStreamResponse>> answers, Caller caller, ServerCallContext context,
        TimeSpan idle, CancellationTokenSource end)
    {
        var index = 0L;
        try
        {
            while (true)
            {
                var next = requests.MoveNext(end.Token);
                if (!next.IsCompleted)
                    end.CancelAfter(idle);
                if (!await next)
                    return true;
                await answers.WriteAsync(CreateAsync(index++, requests.Current, caller, context), context.CancellationToken);
            }
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            answers.Complete();
        }
    }

    private async Task<CreateStreamResponse> CreateAsync(long index, CreateRequest request, Caller caller, ServerCallContext context)
    {
        try
        {
            return new CreateStreamResponse { Index = index, Created = await registrar.CreateAsync(request, caller, isOfStream: true, context.CancellationToken) };
        }
        catch (ReminderException refused)
        {
            return new CreateStreamResponse { Index = index, Error = refused.ToStatus() };
        }
        catch (DataRefusedException data)
        {
            return new CreateStreamResponse { Index = index, Error = new ReminderRefusedByStoreException(data.Message).ToStatus() };
        }
        catch (StoreUnavailableException unavailable)
        {
            failures.Add(unavailable, context.Method);
            return new CreateStreamResponse { Index = index, Error = new StoreUnavailableFault().ToStatus() };
        }
    }
}
