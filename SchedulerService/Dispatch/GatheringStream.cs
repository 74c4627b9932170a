using System.IO.Pipelines;
using System.Net.Sockets;

namespace Nudge.SchedulerService.Dispatch;

/// <summary>
/// A connection on which what is written while the socket is busy goes out together. A gRPC client flushes every message, which would cost a
/// system call for each; this makes it one for as many as come in during the last.
/// </summary>
internal sealed class GatheringStream : Stream
{
    private const int SegmentBytes = 64 * 1024;

    private readonly NetworkStream _socket;
    private readonly Pipe _unsent = new(new PipeOptions(
        minimumSegmentSize: SegmentBytes, pauseWriterThreshold: 4 * SegmentBytes, resumeWriterThreshold: 2 * SegmentBytes, useSynchronizationContext: false));

    private GatheringStream(NetworkStream socket)
    {
        _socket = socket;
        _ = SendAsync();
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>What <see cref="SocketsHttpHandler.ConnectCallback"/> takes.</summary>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new GatheringStream(new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _socket.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _socket.ReadAsync(buffer, offset, count, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if ((await _unsent.Writer.WriteAsync(buffer, cancellationToken)).IsCompleted)
            throw new IOException("the connection has ended");
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Nothing waits longer than for the socket.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unsent.Writer.Complete();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task SendAsync()
    {
        Exception? end = null;
        try
        {
            for (var read = await _unsent.Reader.ReadAsync(); !read.IsCompleted; read = await _unsent.Reader.ReadAsync())
            {
                foreach (var segment in read.Buffer)
                    await _socket.WriteAsync(segment);
                _unsent.Reader.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception failure)
        {
            // The next write says so.
            end = failure as IOException ?? new IOException("the connection has ended", failure);
        }

        await _unsent.Reader.CompleteAsync(end);
    }
}
