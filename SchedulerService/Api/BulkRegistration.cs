using System.Threading.Channels;
using Grpc.Core;
using Nudge.SchedulerService.Storage;
using Nudge.V1;

namespace Nudge.SchedulerService.Api;

/// <summary>
/// Registers what comes over a stream, many at a time, so that they share commits. A caller that reads no answers is read no further.
/// </summary>
internal sealed class BulkRegistration(Registrar registrar, CallDrain drain, ILogger<BulkRegistration> log)
{
    /// <summary>How many of one stream are under way: what fills the commits of both writers, and the next ones meanwhile.</summary>
    private const int MaxUnderWay = 4096;

    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    public async Task RunAsync(
        IAsyncStreamReader<CreateRequest> requests, IServerStreamWriter<CreateStreamResponse> responses, string owner, ServerCallContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, drain.Stopping);
        var answers = Channel.CreateBounded<Task<CreateStreamResponse>>(MaxUnderWay);
        var reading = ReadAsync(requests, answers.Writer, owner, context, end.Token);
        while (await answers.Reader.WaitToReadAsync(context.CancellationToken))
        {
            while (answers.Reader.TryRead(out var answer))
            {
                var response = await answer;
                // What was written to the disk together is answered together.
                responses.WriteOptions = answers.Reader.TryPeek(out var next) && next.IsCompleted ? Buffered : WriteOptions.Default;
                await drain.AwaitReaderAsync(responses.WriteAsync(response, context.CancellationToken), context.GetHttpContext());
            }
        }

        if (!await reading)
            throw new StoppingException();
    }

    /// <returns>Whether the caller ended the stream; false: the scheduler stops, and what was read until then is answered.</returns>
    private async Task<bool> ReadAsync(
        IAsyncStreamReader<CreateRequest> requests, ChannelWriter<Task<CreateStreamResponse>> answers, string owner, ServerCallContext context,
        CancellationToken end)
    {
        var index = 0L;
        try
        {
            await foreach (var request in requests.ReadAllAsync(end))
                await answers.WriteAsync(CreateAsync(index++, request, owner, context), context.CancellationToken);
            return true;
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

    private async Task<CreateStreamResponse> CreateAsync(long index, CreateRequest request, string owner, ServerCallContext context)
    {
        try
        {
            return new CreateStreamResponse { Index = index, Created = await registrar.CreateAsync(request, owner, isOfStream: true, context.CancellationToken) };
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
            log.StoreUnavailable(unavailable, context.Method);
            return new CreateStreamResponse { Index = index, Error = new StoreUnavailableFault().ToStatus() };
        }
    }
}
