using System.IO.Pipelines;
using System.Net;

namespace Nudge.SchedulerService.Callbacks;

/// <summary>
/// Combines the writes made while the connection is busy into one flush. A gRPC client flushes each message of a stream by itself, so each message
/// would become a frame and wait in the connection's queue. This content waits only for the connection.
/// </summary>
internal sealed class GatheringContent : HttpContent
{
    private const int SegmentBytes = 64 * 1024;

    private readonly HttpContent _content;

    public GatheringContent(HttpContent content)
    {
        _content = content;
        foreach (var (name, values) in content.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var unsent = new Pipe(new PipeOptions(
            minimumSegmentSize: SegmentBytes, pauseWriterThreshold: 4 * SegmentBytes, resumeWriterThreshold: 2 * SegmentBytes, useSynchronizationContext: false));
        // The headers are sent at once, because an answer may arrive before the first message.
        await stream.FlushAsync(cancellationToken);
        var sending = SendAsync(unsent.Reader, stream, cancellationToken);
        try
        {
            await _content.CopyToAsync(unsent.Writer.AsStream(leaveOpen: true), context, cancellationToken);
        }
        finally
        {
            await unsent.Writer.CompleteAsync();
            await sending;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Sends until the writer completes. When it fails, the next write fails too.</summary>
    private static async Task SendAsync(PipeReader unsent, Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await unsent.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer)
                    await stream.WriteAsync(segment, cancellationToken);
                await stream.FlushAsync(cancellationToken);
                unsent.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
            await unsent.CompleteAsync();
        }
        catch (Exception failure)
        {
            await unsent.CompleteAsync(failure);
            throw;
        }
    }
}
