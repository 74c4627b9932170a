namespace Nudge.SchedulerService.Tests.Storage.PowerLoss;

/// <summary>An operation of a process on a file, in the order in which the operations of all threads began and ended.</summary>
/// <param name="File">The path of the file.</param>
/// <param name="Begun">The number of the event at which it began.</param>
/// <param name="Ended">The number of the event at which it had ended.</param>
internal abstract record FileOperation(string File, int Begun, int Ended)
{
    internal sealed record Write(string File, int Begun, int Ended, long Offset, byte[] Data) : FileOperation(File, Begun, Ended);

    internal sealed record Truncate(string File, int Begun, int Ended, long Length) : FileOperation(File, Begun, Ended);

    /// <summary>What was written before it began is on the disk when it has ended.</summary>
    internal sealed record Sync(string File, int Begun, int Ended) : FileOperation(File, Begun, Ended);
}
