using System.Reflection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Nudge.Tests;

/// <summary>The log events of an assembly.</summary>
public static class LogEvents
{
    /// <summary>Fails when an event has no id, an id outside the documented range of its namespace, or the id of another event.</summary>
    public static void Verify(params Assembly[] assemblies)
    {
        var events = assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(found => found.EventId is not null).ToList();

        Assert.NotEmpty(events);
        Assert.All(events, found =>
        {
            var (first, last) = RangeOf(found.Method.DeclaringType!.Namespace!);
            Assert.InRange(found.EventId!.Value, first, last);
        });
        Assert.All(events.GroupBy(found => found.EventId), same => Assert.Single(same));
    }

    /// <summary>Returns the range of a namespace. A nested namespace without its own range shares that of its parent.</summary>
    private static (int First, int Last) RangeOf(string room) => TelemetryDocument.EventIds
        .Where(range => $"{room}.".StartsWith($"{range.Key}.", StringComparison.Ordinal)).MaxBy(range => range.Key.Length).Value;
}
