namespace Nudge.LocalRedis;

internal static class DataFolder
{
    /// <summary>Returns, in one line, why the server cannot keep its data in a folder; null when it can.</summary>
    public static string? WhyNotUsable(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"the data folder cannot be written to: {failure.Message}";
        }
    }
}
