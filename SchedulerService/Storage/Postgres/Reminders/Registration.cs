using Nudge.SchedulerService.Reminders;

namespace Nudge.SchedulerService.Storage.Postgres;

/// <summary>A reminder that waits to be written. It is encoded on the caller's thread, so that the writers do nothing but write.</summary>
internal sealed class Registration(StoredReminder reminder, RequestKey? request, Edit edit) : IPendingWrite
{
    private readonly TaskCompletionSource<Creation> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoredReminder Reminder => reminder;

    public RequestKey? Request => request;

    public Edit Edit => edit;

    public byte[] Content { get; } = ReminderRow.Content(reminder.Content);

    public string Labels { get; } = ReminderRow.Labels(reminder.Content.Labels);

    public int Bytes => Content.Length;

    public Task<Creation> Completion => _completion.Task;

    public void Succeed(Creation creation) => _completion.SetResult(creation);

    public void Fail(Exception failure) => _completion.SetException(failure);
}
