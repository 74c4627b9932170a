using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Nudge.V1;

namespace Nudge.Hosting;

internal static class SchedulerCommands
{
    private const int PreviewCount = 5;

    /// <summary>Adds <em>Preview schedule</em> and <em>Deliver now</em>.</summary>
    public static IResourceBuilder<T> WithSchedulerCommands<T>(this IResourceBuilder<T> scheduler)
        where T : INudgeResource => scheduler
        .WithCommand("preview", "Preview schedule", context => CallAsync(scheduler, client => PreviewAsync(client, context)), new CommandOptions
        {
            Description = "Shows the next five instants of a schedule. A rule starts today at 09:00.",
            IconName = "CalendarSearch",
            Arguments =
            [
                new InteractionInput { Name = "schedule", Label = "Cron expression or RRULE", Description = "0 0 9 ? * MON-FRI, or FREQ=MONTHLY;BYDAY=-1FR.", InputType = InputType.Text, Required = true, Value = "0 0 9 ? * MON-FRI" },
                new InteractionInput { Name = "zone", Label = "IANA time zone", InputType = InputType.Text, Required = true, Value = "Europe/Berlin" },
            ],
        })
        .WithCommand("deliver-now", "Deliver now", context => CallAsync(scheduler, client => DeliverNowAsync(client, context)), new CommandOptions
        {
            Description = "Delivers a reminder now, ahead of its schedule.",
            IconName = "Send",
            Arguments = [new InteractionInput { Name = "id", Label = "Reminder id", InputType = InputType.Text, Required = true }],
        });

    private static async Task<string> PreviewAsync(ReminderScheduler.ReminderSchedulerClient client, ExecuteCommandContext context)
    {
        var zoneName = context.Arguments.GetString("zone")!.Trim();
        // The scheduler refuses an unknown zone and names the field.
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out var found) ? found : TimeZoneInfo.Utc;
        var schedule = ToSchedule(context.Arguments.GetString("schedule")!.Trim(), zoneName, TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone));
        var preview = await client.PreviewScheduleAsync(new PreviewScheduleRequest { Schedule = schedule, Count = PreviewCount }, cancellationToken: context.CancellationToken);
        return string.Join(Environment.NewLine, preview.Instants.Select(instant =>
            TimeZoneInfo.ConvertTime(instant.ToDateTimeOffset(), zone).ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)));
    }

    private static async Task<string> DeliverNowAsync(ReminderScheduler.ReminderSchedulerClient client, ExecuteCommandContext context)
    {
        var id = context.Arguments.GetString("id")!.Trim();
        await client.DeliverNowAsync(new DeliverNowRequest { Id = id }, cancellationToken: context.CancellationToken);
        return $"Reminder {id} is delivered now.";
    }

    // A rule has no start of its own, so the preview starts it today at 09:00.
    private static Schedule ToSchedule(string text, string zone, DateTimeOffset now) => text.Contains("FREQ=", StringComparison.OrdinalIgnoreCase)
        ? new Schedule { Recurrence = new RecurrenceSchedule { Rule = text, TimeZone = zone, Start = now.Date.AddHours(9).ToString("s", CultureInfo.InvariantCulture) } }
        : new Schedule { Cron = new CronSchedule { Expression = text, TimeZone = zone } };

    private static async Task<ExecuteCommandResult> CallAsync<T>(IResourceBuilder<T> scheduler, Func<ReminderScheduler.ReminderSchedulerClient, Task<string>> call)
        where T : INudgeResource
    {
        using var channel = GrpcChannel.ForAddress(scheduler.GetEndpoint("grpc").Url);
        var keys = scheduler.Resource.Annotations.OfType<ApiKeyAnnotation>().OrderByDescending(key => key.IsAdmin);
        var apiKey = keys.FirstOrDefault() is { } key ? await key.Key.GetValueAsync(CancellationToken.None) : null;
        var authenticated = channel.Intercept(metadata =>
        {
            if (apiKey is not null)
                metadata.Add("x-api-key", apiKey);
            return metadata;
        });
        try
        {
            var text = await call(new ReminderScheduler.ReminderSchedulerClient(authenticated));
            return CommandResults.Success("Done.", text, CommandResultFormat.Text, displayImmediately: true);
        }
        catch (RpcException failure)
        {
            var violations = failure.GetRpcStatus()?.GetDetail<BadRequest>()?.FieldViolations;
            return CommandResults.Failure(violations is { Count: > 0 }
                ? string.Join(' ', violations.Select(violation => $"{violation.Field} {violation.Description}."))
                : failure.Status.Detail);
        }
    }
}
