using System.Text;
using Google.Protobuf.WellKnownTypes;
using Nudge.Tests;
using Nudge.V1;

namespace Nudge.SchedulerService.Tests.Privacy;

/// <summary>Tests that what a caller wrote is in the store only, and not after its erasure.</summary>
public abstract class PrivacyTests : IAsyncLifetime
{
    /// <summary>Part of everything that a caller writes about a person.</summary>
    private const string Mark = "m4rk";

    private const string User = $"user-{Mark}";

    private static readonly string[] Sources = ["Nudge.SchedulerService", "Microsoft.AspNetCore", "System.Net.Http", "Grpc.Net.Client", "Npgsql"];

    private FakeBot _bot = null!;
    private SchedulerHost _scheduler = null!;

    private protected TemporaryFolder Folder { get; } = new();

    [Fact]
    public async Task ForgetRecipient_OfAUser_LeavesNoByteInTheStore()
    {
        await LiveAsync();
        Assert.True(Contains(await BytesAsync(), Mark), "the store has no mark before the erasure");

        await _scheduler.Client.ForgetRecipientAsync(new ForgetRecipientRequest { Recipient = new Recipient { UserId = User } });

        Assert.False(Contains(await BytesAsync(), Mark), "the store has a mark after the erasure");
        Assert.Empty(await _scheduler.EverythingAsync());
    }

    [Fact]
    public async Task ReminderOfEachKind_LeavesNoTextInLogsAndSpans()
    {
        using var spans = new Spans(Sources);

        await LiveAsync();

        Assert.DoesNotContain(_scheduler.Errors.Lines, line => line.Contains(Mark, StringComparison.Ordinal));
        Assert.NotEmpty(spans.Ended);
        Assert.DoesNotContain(spans.Ended, span =>
            span.DisplayName.Contains(Mark, StringComparison.Ordinal)
            || span.TagObjects.Any(tag => $"{tag.Value}".Contains(Mark, StringComparison.Ordinal))
            || span.Events.Any(happened => happened.Tags.Any(tag => $"{tag.Value}".Contains(Mark, StringComparison.Ordinal))));
    }

    public async ValueTask InitializeAsync()
    {
        _bot = await FakeBot.StartAsync();
        _bot.Answer = delivery => delivery.Notification.Text.Contains("reject", StringComparison.Ordinal)
            ? new DeliveryResult { Id = delivery.Id, Rejected = new Rejected { Reason = "no such handler" } }
            : FakeBot.Delivered(delivery);
        _scheduler = await SchedulerHost.StartAsync(_bot, Folder, await SettingsAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _scheduler.DisposeAsync();
        await _bot.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<Dictionary<string, string?>> SettingsAsync();

    /// <summary>Returns every byte that the store keeps.</summary>
    private protected abstract Task<byte[]> BytesAsync();

    private static bool Contains(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Registers a reminder of each kind, and lets each reach its state.</summary>
    private async Task LiveAsync()
    {
        var delivered = await CreateAsync(TimeSpan.Zero, "deliver");
        var failed = await CreateAsync(TimeSpan.Zero, "reject");
        var cancelled = await CreateAsync(TimeSpan.FromHours(1), "cancel");
        var updated = await CreateAsync(TimeSpan.FromHours(1), "update");
        await CreateAsync(TimeSpan.FromHours(1), "wait");

        await _scheduler.Client.CancelAsync(new CancelRequest { Id = cancelled.Id });
        updated.Notification.Text += new string('x', 10_000) + Mark;
        await _scheduler.Client.UpdateAsync(new UpdateRequest { Reminder = updated });
        await _scheduler.Client.PauseAsync(new PauseRequest { Id = updated.Id });
        await _scheduler.AwaitAsync(delivered.Id, ReminderState.Delivered);
        await _scheduler.AwaitAsync(failed.Id, ReminderState.Failed);
        await _scheduler.Client.RetryAsync(new RetryRequest { Id = failed.Id });
        await _scheduler.AwaitAsync(failed.Id, reminder => reminder.State == ReminderState.Failed && reminder.Revision > failed.Revision + 1, "failed again");
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => _scheduler.Client.CreateAsync(Request(TimeSpan.FromHours(-1), "too late")).ResponseAsync);
    }

    private async Task<Reminder> CreateAsync(TimeSpan delay, string what) => (await _scheduler.Client.CreateAsync(Request(delay, what))).Reminder;

    private static CreateRequest Request(TimeSpan delay, string what) => Requests.In(delay, $"{what} {Mark}", User).WithId($"{what} {Mark}").With(reminder =>
    {
        reminder.Recipient.TenantId = $"tenant-{Mark}";
        reminder.Notification.Data = new Struct { Fields = { [Mark] = Value.ForString(Mark) } };
        reminder.Labels["about"] = Mark;
    });
}
