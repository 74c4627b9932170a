namespace Nudge.SchedulerService.Tests.Storage.PowerLoss;

/// <summary>
/// A disk on which a process worked when the power failed. What was synced is there. Each later write is there, is missing, or has only some of its
/// sectors.
/// </summary>
internal static class Disk
{
    private const int Sector = 512;

    /// <summary>Returns the content of each file after a loss of power.</summary>
    /// <param name="operations">What the process did.</param>
    /// <param name="at">The number of the event at which the power failed.</param>
    /// <param name="random">Decides about writes that were not synced.</param>
    /// <param name="ignoresSyncs">Whether the disk loses what it should have synced.</param>
    public static Dictionary<string, byte[]> After(IReadOnlyList<FileOperation> operations, int at, Random random, bool ignoresSyncs = false) =>
        operations.Where(operation => operation.Begun < at).GroupBy(operation => operation.File)
            .ToDictionary(file => file.Key, file => ContentOf([.. file], at, random, ignoresSyncs));

    private static byte[] ContentOf(List<FileOperation> operations, int at, Random random, bool ignoresSyncs)
    {
        // Everything that ended before this event is on the disk.
        var synced = ignoresSyncs ? -1 : operations.OfType<FileOperation.Sync>().Where(sync => sync.Ended < at).Select(sync => sync.Begun).DefaultIfEmpty(-1).Max();
        using var content = new MemoryStream();
        foreach (var operation in operations)
        {
            var isSynced = operation.Ended < synced;
            switch (operation)
            {
                case FileOperation.Truncate truncate when isSynced || random.Next(2) == 0:
                    content.SetLength(truncate.Length);
                    break;
                case FileOperation.Write write when isSynced || random.Next(3) == 0:
                    Put(content, write.Offset, write.Data);
                    break;
                case FileOperation.Write write when random.Next(2) == 0:
                    PutSome(content, write, random);
                    break;
            }
        }

        return content.ToArray();
    }

    private static void PutSome(MemoryStream content, FileOperation.Write write, Random random)
    {
        for (var start = 0; start < write.Data.Length; start += Sector)
        {
            if (random.Next(2) == 0)
                Put(content, write.Offset + start, write.Data.AsSpan(start, Math.Min(Sector, write.Data.Length - start)));
        }
    }

    private static void Put(MemoryStream content, long offset, ReadOnlySpan<byte> data)
    {
        content.Position = offset;
        content.Write(data);
    }
}
