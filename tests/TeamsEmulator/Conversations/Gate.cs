namespace Nudge.TeamsEmulator.Conversations;

/// <summary>Where a message waits that has come in, until a test in the same process lets it through.</summary>
public sealed class Gate
{
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
