using Nudge.Chaos.Deployments;

namespace Nudge.Chaos.Faults;

/// <summary>A fault of a deployment.</summary>
internal abstract class Fault
{
    /// <summary>Gets the name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Gets what happens, in a few words.</summary>
    public abstract string What { get; }

    /// <summary>Gets whether the fault needs a deployment whose disk has a limit. Such a disk is slower.</summary>
    public virtual bool NeedsLimitedDisk => false;

    /// <summary>Returns what the machine lacks for this fault; null when it lacks nothing.</summary>
    public virtual Task<string?> LacksAsync(Deployment deployment) => Task.FromResult<string?>(null);

    /// <summary>Changes the deployment before the load starts.</summary>
    public virtual Task PrepareAsync(Deployment deployment) => Task.CompletedTask;

    /// <summary>Inflicts the fault. Returns when it is over, so that the deployment can recover.</summary>
    public abstract Task InflictAsync(FaultRun run);

    /// <summary>Undoes <see cref="PrepareAsync"/>, after the scenario.</summary>
    public virtual Task RestoreAsync(Deployment deployment) => Task.CompletedTask;
}
