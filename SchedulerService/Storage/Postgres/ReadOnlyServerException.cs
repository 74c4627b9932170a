namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>The server answers but takes no writes.</summary>
internal sealed class ReadOnlyServerException() : Exception("the server is read-only");
