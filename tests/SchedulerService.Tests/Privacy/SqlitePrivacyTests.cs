namespace Nudge.SchedulerService.Tests.Privacy;

[Collection(Tracing.Name)]
public sealed class SqlitePrivacyTests : PrivacyTests
{
    private protected override Task<Dictionary<string, string?>> SettingsAsync() => Task.FromResult<Dictionary<string, string?>>([]);

    /// <summary>Returns the files of the database, with the write-ahead log.</summary>
    private protected override async Task<byte[]> BytesAsync()
    {
        var bytes = new List<byte>();
        foreach (var path in Directory.EnumerateFiles(Folder.Path, "reminders.db*").Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await file.CopyToAsync(copy, TestContext.Current.CancellationToken);
            bytes.AddRange(copy.ToArray());
        }

        return [.. bytes];
    }
}
