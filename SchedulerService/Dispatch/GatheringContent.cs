using System.IO.Pipelines;
using System.Net;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// A content of which what is written while the connection is busy goes out together. A gRPC client writes and flushes every message of a
/// stream on its own: each would be a frame, pass through the connection's queue, and wait there, for itself. Nothing waits here but for the
/// connection.
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
        // The headers at once: an answer may come before the first message.
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

    /// <summary>Sends until there is nothing more. When it fails, so does whoever writes next.</summary>
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
