using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Nudge.EndToEnd.Host;

/// <summary>The processes of the services, one for each replica.</summary>
internal sealed class ServiceProcesses
{
    private const string ProcessId = "executable.pid";

    private readonly Dictionary<(string Service, string Replica), int> _launched = [];
    private readonly Lock _lock = new();

    public ServiceProcesses(ResourceNotificationService notifications) => _ = WatchAsync(notifications);

    /// <summary>Returns the process ids of a service: those of its programs, not of the "dotnet run" that started them.</summary>
    public IReadOnlyList<int> Of(string service)
    {
        lock (_lock)
            return [.. _launched.Where(launched => launched.Key.Service == service).Select(launched => ProgramOf(launched.Value))];
    }

    /// <summary>Returns true while a process runs. A zombie, which its parent has not collected yet, does not run.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task WatchAsync(ResourceNotificationService notifications)
    {
        await foreach (var change in notifications.WatchAsync())
        {
            var id = change.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessId)?.Value;
            if (id is null || change.Snapshot.State?.Text != KnownResourceStates.Running)
                continue;

            lock (_lock)
                _launched[(change.Resource.Name, change.ResourceId)] = Convert.ToInt32(id, CultureInfo.InvariantCulture);
        }
    }

    private static int ProgramOf(int launched)
    {
        var children = File.ReadAllText($"/proc/{launched}/task/{launched}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children is [var child] ? int.Parse(child, CultureInfo.InvariantCulture) : launched;
    }
}
