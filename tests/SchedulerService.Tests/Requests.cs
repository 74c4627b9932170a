using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Nudge.SchedulerService.Storage.Postgres;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests;

/// <summary>Valid requests, for tests to change.</summary>
internal static class Requests
{
    public static CreateRequest In(TimeSpan delay, string text = "Stretch", string user = "user-1") => new()
    {
        Reminder = new Reminder
        {
            Recipient = new Recipient { UserId = user },
            Schedule = new Schedule { Delay = Duration.FromTimeSpan(delay) },
            Notification = new Notification { Text = text },
        },
    };

    public static CreateRequest At(DateTimeOffset instant)
    {
        var request = In(TimeSpan.Zero);
        request.Reminder.Schedule = new Schedule { At = Timestamp.FromDateTimeOffset(instant) };
        return request;
    }

    /// <summary>A zone with daylight saving time.</summary>
    public const string Zone = "Europe/Berlin";

    public static CreateRequest Cron(string expression, string zone = Zone) => In(TimeSpan.Zero).With(reminder =>
        reminder.Schedule = new Schedule { Cron = new CronSchedule { Expression = expression, TimeZone = zone } });

    public static CreateRequest Rule(string rule, string start, string zone = Zone) => In(TimeSpan.Zero).With(reminder =>
        reminder.Schedule = new Schedule { Recurrence = new RecurrenceSchedule { Rule = rule, Start = start, TimeZone = zone } });

    /// <summary>Returns a reminder that is due every second, for a scheduler whose settings allow it.</summary>
    public static CreateRequest EverySecond() => Cron("* * * * * ?", "UTC");

    /// <summary>Gets settings that allow the dense schedules of tests.</summary>
    public static Dictionary<string, string?> Dense => new() { ["Schedules:MinInterval"] = "00:00:01" };

    public static CreateRequest With(this CreateRequest request, Action<Reminder> change)
    {
        change(request.Reminder);
        return request;
    }

    /// <summary>Creates many reminders over one stream.</summary>
    public static async IAsyncEnumerable<Reminder> CreateManyAsync(this ReminderScheduler.ReminderSchedulerClient client, IEnumerable<CreateRequest> requests)
    {
        using var stream = client.CreateStream();
        var sending = SendAsync(stream.RequestStream, requests);
        await foreach (var answer in stream.ResponseStream.ReadAllAsync())
        {
            Assert.Null(answer.Error);
            yield return answer.Created.Reminder;
        }

        await sending;
    }

    public static CreateRequest WithId(this CreateRequest request, string requestId)
    {
        request.RequestId = requestId;
        return request;
    }

    /// <summary>Returns a policy with backoffs short enough to wait for.</summary>
    public static DeliveryPolicy Impatient(int maxAttempts = 3) => new()
    {
        MaxAttempts = maxAttempts,
        InitialBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(100)),
        MaxBackoff = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(200)),
    };

    private static async Task SendAsync(IClientStreamWriter<CreateRequest> stream, IEnumerable<CreateRequest> requests)
    {
        foreach (var request in requests)
            await stream.WriteAsync(request);
        await stream.CompleteAsync();
    }
}
