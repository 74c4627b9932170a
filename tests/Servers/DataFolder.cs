using System.Globalization;

namespace Nudge.Servers;

/// <summary>
/// A temporary folder for the data of servers, or a file system of its own with a limited size, so that a test can fill it. It is removed when this
/// object is disposed of, or when this process ends.
/// </summary>
public sealed class DataFolder : IAsyncDisposable
{
    // The first line of output is the folder. The second one is empty, or says why the machine does not allow a file system of its own.
    private const string Script =
        """
        set -u
        folder=$(mktemp -d "${TMPDIR:-/tmp}/nudge-data-XXXXXX")
        mounted=
        # The servers in the folder end at the same time.
        trap 'if [ -n "$mounted" ]; then umount --lazy "$folder/disk"; fi; for try in 1 2 3 4 5; do rm -rf "$folder" 2> /dev/null && break; sleep 1; done' EXIT
        trap 'exit 1' HUP INT TERM
        chmod 755 "$folder"
        mkdir "$folder/disk"
        if [ "$1" -gt 0 ]; then
            if truncate --size "$1M" "$folder/image" && mkfs.ext4 -q -m 0 "$folder/image" && mount -o loop "$folder/image" "$folder/disk"; then
                mounted=yes
            fi > "$folder/mount" 2>&1
        fi
        mkdir "$folder/disk/data"
        chmod 777 "$folder/disk/data"
        echo "$folder/disk/data"
        if [ "$1" -eq 0 ] || [ -n "$mounted" ]; then echo; else tr '\n' ' ' < "$folder/mount"; echo; fi
        read -r _ || true
        """;

    private readonly ChildProcess _keeper;

    private DataFolder(ChildProcess keeper, string path, string? unlimited) => (_keeper, Path, Unlimited) = (keeper, path, unlimited);

    /// <summary>Gets the full path. Every user can write there.</summary>
    public string Path { get; }

    /// <summary>Gets why the folder has no limit although one was asked for; null when it has.</summary>
    public string? Unlimited { get; }

    /// <summary>Creates the folder.</summary>
    /// <param name="megabytes">The size of the file system; 0 for a folder without a limit.</param>
    public static async Task<DataFolder> CreateAsync(int megabytes = 0)
    {
        var keeper = ChildProcess.Start("data folder", ["sh", "-c", Script, "sh", megabytes.ToString(CultureInfo.InvariantCulture)]);
        var path = await keeper.NextLineAsync();
        var reason = (await keeper.NextLineAsync()).Trim();
        return new DataFolder(keeper, path, reason.Length == 0 ? null : reason);
    }

    public ValueTask DisposeAsync() => _keeper.StopAsync();
}
